"""What readers say is wrong with an article."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User
from hub.database import new_uid
from knowledge.models.articles import Article


class FlagReason(StrEnum):
    """What is the matter with an article."""

    WRONG = "wrong"
    OUTDATED = "outdated"
    UNCLEAR = "unclear"
    OTHER = "other"


class Flag(Model):
    """A reader's word that something is the matter with `article` as it stood at `revision_number`.

    It is open until `resolved_at`; `answer` is what its author is told then.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "knowledge.Article", related_name="flags"
    )
    article_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="article_flags", on_delete=fields.RESTRICT
    )
    author_id: int
    revision_number = fields.IntField()
    reason = fields.CharEnumField(FlagReason, max_length=10)
    words = fields.TextField(default="")
    created_at = fields.DatetimeField()
    resolved_at = fields.DatetimeField(null=True)
    resolved_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="resolved_flags", null=True, on_delete=fields.SET_NULL
    )
    resolved_by_id: int | None
    answer = fields.TextField(default="")

    class Meta:
        table = "article_flag"
        indexes = (("article_id", "resolved_at"),)
