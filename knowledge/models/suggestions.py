"""Changes of articles that somebody suggested, and what became of them."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model

from discussions.models import Thread
from hub.accounts.models import User
from hub.database import new_uid
from knowledge.models.articles import Article, ArticleRevision
from knowledge.models.flags import Flag


class SuggestionState(StrEnum):
    """What became of a suggestion; an open one waits for a reviewer."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Suggestion(Model):
    """What `author` would have an article say, written over its revision `base_revision`.

    `terms` holds the ids it would be filed under, `threads` the cases that the change comes from, `flag` is what it
    answers once it is approved. `revision` is what an approval made of it, `reason` why it was declined.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    digest = fields.CharField(max_length=64)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "knowledge.Article", related_name="suggestions"
    )
    article_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="article_suggestions", on_delete=fields.RESTRICT
    )
    author_id: int
    base_revision = fields.IntField()
    title = fields.CharField(max_length=200)
    content: dict[str, Any] = fields.JSONField()
    terms: list[int] = fields.JSONField()
    note = fields.CharField(max_length=200, default="")
    state = fields.CharEnumField(SuggestionState, default=SuggestionState.OPEN, max_length=20)
    reason = fields.CharField(max_length=1000, default="")
    created_at = fields.DatetimeField()
    decided_at = fields.DatetimeField(null=True)
    decided_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="decided_suggestions", null=True, on_delete=fields.SET_NULL
    )
    decided_by_id: int | None
    revision: fields.OneToOneNullableRelation[ArticleRevision] = fields.OneToOneField(
        "knowledge.ArticleRevision", related_name="suggestion", null=True, on_delete=fields.SET_NULL
    )
    revision_id: int | None
    flag: fields.ForeignKeyNullableRelation[Flag] = fields.ForeignKeyField(
        "knowledge.Flag", related_name="suggestions", null=True, on_delete=fields.SET_NULL
    )
    flag_id: int | None
    threads: fields.ManyToManyRelation[Thread] = fields.ManyToManyField(
        "discussions.Thread",
        related_name="suggestions",
        through="suggestion_thread",
        forward_key="thread_id",
        backward_key="suggestion_id",
    )

    class Meta:
        table = "suggestion"
        indexes = (("article_id", "state"), ("author_id", "created_at"), ("state", "created_at"))
