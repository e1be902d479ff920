"""Spaces, threads, posts and what people do with posts."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from discussions.enums import CaseKind, ReactionKind
from hub.accounts.models import User
from hub.audiences.models import Audience, Group
from hub.database import new_uid
from hub.vocabulary.models import Term


class Space(Model):
    """A place for threads. Its audience is the one a new thread gets unless its author chooses readers."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    name = fields.CharField(max_length=100, unique=True)
    slug = fields.CharField(max_length=60, unique=True)
    description = fields.CharField(max_length=300, default="")
    audience: fields.ForeignKeyRelation[Audience] = fields.ForeignKeyField(
        "hub.Audience", related_name="spaces", on_delete=fields.RESTRICT
    )
    audience_id: int
    position = fields.IntField(default=0)
    archived_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "space"


class Thread(Model):
    """A hard case. Its text is its first post; `version` grows with every change that a reader can see.

    `last_number` is the number of the newest post. `answer_count` counts its accepted answers, `strategy_count` the
    replies that are strategies, `reply_count` its replies and `own_count` those of them that are the asker's. At
    `escalate_at` the first reply to a question, or the next step of a complaint, is overdue; at `escalated_at` it was,
    and those in `told` were told.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    digest = fields.CharField(max_length=64)
    space: fields.ForeignKeyRelation[Space] = fields.ForeignKeyField(
        "discussions.Space", related_name="threads", on_delete=fields.RESTRICT
    )
    space_id: int
    audience: fields.ForeignKeyRelation[Audience] = fields.ForeignKeyField(
        "hub.Audience", related_name="threads", on_delete=fields.RESTRICT
    )
    audience_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="threads", on_delete=fields.RESTRICT
    )
    author_id: int
    title = fields.CharField(max_length=200)
    tried = fields.TextField(default="")
    tried_html = fields.TextField(default="")
    created_at = fields.DatetimeField()
    active_at = fields.DatetimeField(db_index=True)
    version = fields.BigIntField(default=1)
    last_number = fields.IntField(default=1)
    reply_count = fields.IntField(default=0)
    answer_count = fields.IntField(default=0)
    # A process of the version before may still insert without it.
    strategy_count = fields.IntField(default=0, db_default=0)
    assignee: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="assigned_threads", null=True, on_delete=fields.SET_NULL
    )
    assignee_id: int | None
    assigned_at = fields.DatetimeField(null=True)
    locked_at = fields.DatetimeField(null=True)
    locked_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="locked_threads", null=True, on_delete=fields.SET_NULL
    )
    locked_by_id: int | None
    hidden_at = fields.DatetimeField(null=True)
    hidden_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="hidden_threads", null=True, on_delete=fields.SET_NULL
    )
    hidden_by_id: int | None
    kind = fields.CharEnumField(
        CaseKind, max_length=10, default=CaseKind.QUESTION, db_default=CaseKind.QUESTION
    )
    own_count = fields.IntField(default=0, db_default=0)
    escalate_at = fields.DatetimeField(null=True)
    escalated_at = fields.DatetimeField(null=True)
    told: fields.ManyToManyRelation[User] = fields.ManyToManyField(
        "hub.User",
        related_name="escalations",
        through="escalation",
        forward_key="user_id",
        backward_key="thread_id",
    )
    terms: fields.ManyToManyRelation[Term] = fields.ManyToManyField(
        "hub.Term",
        related_name="threads",
        through="thread_term",
        forward_key="term_id",
        backward_key="thread_id",
    )

    class Meta:
        table = "thread"
        indexes = (("audience_id", "active_at"), ("space_id", "active_at"), ("author_id", "active_at"))


class Post(Model):
    """A text in a thread: number 1 is the case itself, the replies follow. A deleted post stays as a stub.

    `version` is the thread's version at which the post last changed: what a browser asks for after a gap.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    digest = fields.CharField(max_length=64)
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField(
        "discussions.Thread", related_name="posts"
    )
    thread_id: int
    number = fields.IntField()
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="posts", on_delete=fields.RESTRICT
    )
    author_id: int
    body = fields.TextField()
    html = fields.TextField()
    version = fields.BigIntField()
    revision_number = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    edited_at = fields.DatetimeField(null=True)
    deleted_at = fields.DatetimeField(null=True)
    deleted_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="deleted_posts", null=True, on_delete=fields.SET_NULL
    )
    deleted_by_id: int | None

    class Meta:
        table = "post"
        unique_together = (("thread", "number"),)
        indexes = (("thread_id", "version"),)


class Revision(Model):
    """One state of a post, the first included. Those of a case carry its title and header too."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField(
        "discussions.Post", related_name="revisions"
    )
    post_id: int
    parent: fields.ForeignKeyNullableRelation["Revision"] = fields.ForeignKeyField(
        "discussions.Revision", related_name="children", null=True, on_delete=fields.SET_NULL
    )
    parent_id: int | None
    number = fields.IntField()
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="post_revisions", on_delete=fields.RESTRICT
    )
    author_id: int
    body = fields.TextField()
    header: dict[str, Any] | None = fields.JSONField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "post_revision"
        unique_together = (("post", "number"),)


class AcceptedAnswer(Model):
    """A reply that solved the case. A thread may have several."""

    id = fields.BigIntField(primary_key=True)
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField(
        "discussions.Thread", related_name="answers"
    )
    thread_id: int
    post: fields.OneToOneRelation[Post] = fields.OneToOneField("discussions.Post", related_name="acceptance")
    post_id: int
    accepted_by: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="accepted_answers", on_delete=fields.RESTRICT
    )
    accepted_by_id: int
    accepted_at = fields.DatetimeField()

    class Meta:
        table = "accepted_answer"
        indexes = (("thread_id",), ("accepted_at",))


class Reaction(Model):
    id = fields.BigIntField(primary_key=True)
    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField(
        "discussions.Post", related_name="reactions"
    )
    post_id: int
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="reactions")
    user_id: int
    kind = fields.CharEnumField(ReactionKind, max_length=10)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "reaction"
        unique_together = (("post", "user", "kind"),)


class Mention(Model):
    """A post names a person or a group; exactly one of the two is set."""

    id = fields.BigIntField(primary_key=True)
    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField(
        "discussions.Post", related_name="mentions"
    )
    post_id: int
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="mentions", null=True
    )
    user_id: int | None
    group: fields.ForeignKeyNullableRelation[Group] = fields.ForeignKeyField(
        "hub.Group", related_name="mentions", null=True
    )
    group_id: int | None

    class Meta:
        table = "mention"
        unique_together = (("post", "user"), ("post", "group"))
