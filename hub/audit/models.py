"""Who did what to which thing."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User


class AuditEntry(Model):
    """One action, written in the transaction that did it. `actor` is empty for the command line."""

    id = fields.BigIntField(primary_key=True)
    actor: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="audit_entries", null=True, on_delete=fields.SET_NULL
    )
    actor_id: int | None
    action = fields.CharField(max_length=60)
    object_kind = fields.CharField(max_length=20)
    object_id = fields.BigIntField(null=True)
    details: dict[str, Any] = fields.JSONField(default=dict)
    at = fields.DatetimeField(auto_now_add=True, db_index=True)

    class Meta:
        table = "audit_entry"
        indexes = (("object_kind", "object_id"),)
