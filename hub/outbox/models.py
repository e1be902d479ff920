"""Events that happened, and the deliveries that are still owed to their consumers."""

from typing import Any

from tortoise import fields
from tortoise.models import Model


class RecordedEvent(Model):
    """One committed event. `data` holds the fields of its dataclass: ids, never content."""

    id = fields.BigIntField(primary_key=True)
    type = fields.CharField(max_length=80)
    data: dict[str, Any] = fields.JSONField()
    at = fields.DatetimeField(auto_now_add=True, db_index=True)

    class Meta:
        table = "event"


class Delivery(Model):
    """An event that one consumer has not handled yet; the row goes when it has.

    `lease_until` tells how long the worker that claimed it may keep it, `parked_at` that it failed too often.
    """

    id = fields.BigIntField(primary_key=True)
    event: fields.ForeignKeyRelation[RecordedEvent] = fields.ForeignKeyField(
        "hub.RecordedEvent", related_name="deliveries"
    )
    event_id: int
    consumer = fields.CharField(max_length=40)
    failures = fields.IntField(default=0)
    run_at = fields.DatetimeField(auto_now_add=True)
    lease_until = fields.DatetimeField(null=True)
    parked_at = fields.DatetimeField(null=True)
    last_error = fields.TextField(default="")

    class Meta:
        table = "delivery"
        indexes = (("consumer", "run_at"),)
