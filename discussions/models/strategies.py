"""Replies that colleagues can follow as a whole: their title, votes and comments."""

from tortoise import fields
from tortoise.models import Model

from discussions.models.threads import Post, Thread
from hub.accounts.models import User
from hub.database import new_uid


class Strategy(Model):
    """A reply is a strategy while it has this row. Votes and comments belong to the reply, so that they outlive it."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField(
        "discussions.Thread", related_name="strategies"
    )
    thread_id: int
    post: fields.OneToOneRelation[Post] = fields.OneToOneField("discussions.Post", related_name="strategy")
    post_id: int
    title = fields.CharField(max_length=120)
    marked_by: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="marked_strategies", on_delete=fields.RESTRICT
    )
    marked_by_id: int
    marked_at = fields.DatetimeField()

    class Meta:
        table = "strategy"
        indexes = (("thread_id",),)


class StrategyVote(Model):
    """Somebody would go this way, too."""

    id = fields.BigIntField(primary_key=True)
    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField("discussions.Post", related_name="votes")
    post_id: int
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="strategy_votes")
    user_id: int
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "strategy_vote"
        unique_together = (("post", "user"),)


class StrategyComment(Model):
    """A short remark about a strategy, as it was typed. A deleted one stays as a stub without its text."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField(
        "discussions.Post", related_name="comments"
    )
    post_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="strategy_comments", on_delete=fields.RESTRICT
    )
    author_id: int
    body = fields.TextField()
    created_at = fields.DatetimeField()
    deleted_at = fields.DatetimeField(null=True)
    deleted_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="deleted_strategy_comments", null=True, on_delete=fields.SET_NULL
    )
    deleted_by_id: int | None

    class Meta:
        table = "strategy_comment"
        indexes = (("post_id",),)
