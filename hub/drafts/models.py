"""What somebody has typed and not sent yet."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User


class Draft(Model):
    """The unsent fields of one form. `key` names the form, such as ``thread:new`` or ``reply:7``."""

    id = fields.BigIntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="drafts")
    user_id: int
    key = fields.CharField(max_length=80)
    content: dict[str, Any] = fields.JSONField()
    updated_at = fields.DatetimeField(auto_now=True)

    class Meta:
        table = "draft"
        unique_together = (("user", "key"),)
