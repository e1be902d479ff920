"""What was decided about solved cases that are not in the knowledge base."""

from tortoise import fields
from tortoise.models import Model

from discussions.models import Thread
from hub.accounts.models import User


class PromotionTask(Model):
    """A solved case that somebody shall promote, or that was dismissed; a case has no row before somebody decides.

    `reason` says why it was dismissed. Undoing empties the fields of a decision again.
    """

    id = fields.BigIntField(primary_key=True)
    thread: fields.OneToOneRelation[Thread] = fields.OneToOneField(
        "discussions.Thread", related_name="promotion_task"
    )
    thread_id: int
    assignee: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="promotion_tasks", null=True, on_delete=fields.SET_NULL
    )
    assignee_id: int | None
    assigned_at = fields.DatetimeField(null=True)
    assigned_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="assigned_promotions", null=True, on_delete=fields.SET_NULL
    )
    assigned_by_id: int | None
    dismissed_at = fields.DatetimeField(null=True)
    dismissed_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="dismissed_promotions", null=True, on_delete=fields.SET_NULL
    )
    dismissed_by_id: int | None
    reason = fields.CharField(max_length=300, default="")

    class Meta:
        table = "promotion_task"
        indexes = (("assignee_id",), ("dismissed_at",))
