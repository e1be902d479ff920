"""What a complaint is besides a case, and every step that was taken in it."""

from tortoise import fields
from tortoise.models import Model

from discussions.enums import ComplaintStep, Satisfaction
from discussions.models.threads import Thread
from hub.accounts.models import User
from hub.database import new_uid


class Complaint(Model):
    """What a customer complains of, and how far it has come: `step` is the last step that was taken.

    `number` counts the entries of its history. `due_at` is when the next step is due, None when it is done at
    `done_at`. `satisfaction` is what the customer said in the end.
    """

    id = fields.BigIntField(primary_key=True)
    thread: fields.OneToOneRelation[Thread] = fields.OneToOneField(
        "discussions.Thread", related_name="complaint"
    )
    thread_id: int
    customer = fields.CharField(max_length=200)
    demand = fields.CharField(max_length=1000)
    step = fields.CharEnumField(ComplaintStep, max_length=20, default=ComplaintStep.RECEIVED)
    number = fields.IntField(default=1)
    due_at = fields.DatetimeField(null=True)
    satisfaction: Satisfaction | None = fields.CharEnumField(  # type: ignore[assignment]
        Satisfaction, max_length=20, null=True
    )
    done_at = fields.DatetimeField(null=True)

    class Meta:
        table = "complaint"
        indexes = (("due_at",), ("done_at",))


class ComplaintEntry(Model):
    """One step that somebody took in a complaint: forward, `back` for a reason, or with the customer's answer."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    complaint: fields.ForeignKeyRelation[Complaint] = fields.ForeignKeyField(
        "discussions.Complaint", related_name="entries"
    )
    complaint_id: int
    number = fields.IntField()
    step = fields.CharEnumField(ComplaintStep, max_length=20)
    back = fields.BooleanField(default=False)
    satisfaction: Satisfaction | None = fields.CharEnumField(  # type: ignore[assignment]
        Satisfaction, max_length=20, null=True
    )
    note = fields.TextField(default="")
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="complaint_entries", on_delete=fields.RESTRICT
    )
    author_id: int
    created_at = fields.DatetimeField()

    class Meta:
        table = "complaint_entry"
        unique_together = (("complaint", "number"),)
