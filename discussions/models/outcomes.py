"""How solved cases ended for the customer."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from discussions.models.threads import Thread
from hub.accounts.models import User
from hub.database import new_uid


class Worked(StrEnum):
    """Whether what was accepted as an answer held in front of the customer."""

    WORKED = "worked"
    PARTLY = "partly"
    FAILED = "failed"


class Deal(StrEnum):
    """What became of the deal; `NONE` when the case was not about one."""

    WON = "won"
    LOST = "lost"
    NONE = "none"


class Outcome(Model):
    """What the asker told of a case; it holds while the case is solved. `deal` is None until it was told, too."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    thread: fields.OneToOneRelation[Thread] = fields.OneToOneField(
        "discussions.Thread", related_name="outcome"
    )
    thread_id: int
    worked = fields.CharEnumField(Worked, max_length=10)
    deal: Deal | None = fields.CharEnumField(Deal, max_length=10, null=True)  # type: ignore[assignment]
    told_by: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="told_outcomes", on_delete=fields.RESTRICT
    )
    told_by_id: int
    told_at = fields.DatetimeField()
    corrected_at = fields.DatetimeField(null=True)

    class Meta:
        table = "outcome"


class OutcomeRequest(Model):
    """The asker of a case was asked how it ended: once, and reminded once."""

    id = fields.BigIntField(primary_key=True)
    thread: fields.OneToOneRelation[Thread] = fields.OneToOneField(
        "discussions.Thread", related_name="outcome_request"
    )
    thread_id: int
    asked_at = fields.DatetimeField()
    reminded_at = fields.DatetimeField(null=True)

    class Meta:
        table = "outcome_request"
