"""Articles, their revisions and the threads they came from."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model

from discussions.models import Thread
from hub.accounts.models import User
from hub.audiences.models import Audience
from hub.database import new_uid
from hub.vocabulary.models import Term


class Confidence(StrEnum):
    """How far an article can be trusted; who may read it is another matter."""

    WORK_IN_PROGRESS = "wip"
    NOT_VALIDATED = "not_validated"
    VALIDATED = "validated"
    ARCHIVED = "archived"


class CheckUnit(StrEnum):
    """In what the time between two verifications is counted."""

    DAYS = "days"
    MONTHS = "months"


class Article(Model):
    """A piece of knowledge. `content` holds the fields of its kind as written, `parts` the filled ones in their order,
    each with its name as `field` and its safe `html`.

    `summary` is the first words of the text without markup, for lists. `revision_number` is what an editor started
    from: writing on another one is a conflict.

    `verifier` may validate it besides its stewards. What is validated at `validated_at` holds until `verified_until`,
    which follows from `check_every` and `check_unit`; None is until further notice. `reminded_for` and `expired_for`
    are the `verified_until` of which it was told that it comes and that it has passed, `lapsed_for` the `valid_to`
    that has. `knowledge.verification` says how an article stands.

    The dates from `valid_from` on are those of the content, for lists: from when to when a price holds, and when an
    activity begins and ends, the last day included. `parent` is the article below which this one stands, `supersedes`
    the older version that it took the place of.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    digest = fields.CharField(max_length=64)
    kind = fields.CharField(max_length=20)
    title = fields.CharField(max_length=200)
    content: dict[str, Any] = fields.JSONField()
    parts: list[dict[str, str]] = fields.JSONField()
    summary = fields.CharField(max_length=300, default="")
    confidence = fields.CharEnumField(Confidence, default=Confidence.NOT_VALIDATED, max_length=20)
    audience: fields.ForeignKeyRelation[Audience] = fields.ForeignKeyField(
        "hub.Audience", related_name="articles", on_delete=fields.RESTRICT
    )
    audience_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="articles", on_delete=fields.RESTRICT
    )
    author_id: int
    owner: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="owned_articles", on_delete=fields.RESTRICT
    )
    owner_id: int
    revision_number = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    edited_at = fields.DatetimeField()
    validated_at = fields.DatetimeField(null=True)
    validated_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="validated_articles", null=True, on_delete=fields.SET_NULL
    )
    validated_by_id: int | None
    verifier: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="articles_to_verify", null=True, on_delete=fields.SET_NULL
    )
    verifier_id: int | None
    check_every = fields.SmallIntField(null=True, default=6, db_default=6)
    check_unit = fields.CharEnumField(
        CheckUnit, default=CheckUnit.MONTHS, db_default=CheckUnit.MONTHS, max_length=10
    )
    verified_until = fields.DatetimeField(null=True)
    reminded_for = fields.DatetimeField(null=True)
    expired_for = fields.DatetimeField(null=True)
    lapsed_for = fields.DateField(null=True)
    valid_from = fields.DateField(null=True)
    valid_to = fields.DateField(null=True)
    starts_on = fields.DateField(null=True)
    ends_on = fields.DateField(null=True)
    parent: fields.ForeignKeyNullableRelation["Article"] = fields.ForeignKeyField(
        "knowledge.Article", related_name="children", null=True, on_delete=fields.SET_NULL
    )
    parent_id: int | None
    supersedes: fields.ForeignKeyNullableRelation["Article"] = fields.ForeignKeyField(
        "knowledge.Article", related_name="successors", null=True, on_delete=fields.SET_NULL
    )
    supersedes_id: int | None
    terms: fields.ManyToManyRelation[Term] = fields.ManyToManyField(
        "hub.Term",
        related_name="articles",
        through="article_term",
        forward_key="term_id",
        backward_key="article_id",
    )

    class Meta:
        table = "article"
        indexes = (
            ("audience_id", "edited_at"),
            ("verified_until",),
            ("kind", "edited_at"),
            ("starts_on",),
            ("parent_id",),
            ("supersedes_id",),
        )

    @property
    def html(self) -> str:
        """The whole text, without the headings of its parts."""
        return "".join(part["html"] for part in self.parts)


class ArticleRevision(Model):
    """One state of an article, the first included. `terms` holds the ids it was filed under.

    `restored` is the number of the older revision that was brought back by this one.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "knowledge.Article", related_name="revisions"
    )
    article_id: int
    parent: fields.ForeignKeyNullableRelation["ArticleRevision"] = fields.ForeignKeyField(
        "knowledge.ArticleRevision", related_name="children", null=True, on_delete=fields.SET_NULL
    )
    parent_id: int | None
    number = fields.IntField()
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="article_revisions", on_delete=fields.RESTRICT
    )
    author_id: int
    title = fields.CharField(max_length=200)
    content: dict[str, Any] = fields.JSONField()
    terms: list[int] = fields.JSONField()
    note = fields.CharField(max_length=200, default="")
    restored = fields.IntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "article_revision"
        unique_together = (("article", "number"),)


class ArticleSource(Model):
    """An article was made from a thread.

    `last_number`, `thread_version` and `answer_count` say how the thread stood at `checked_at`, when somebody last
    compared the article with it.
    """

    id = fields.BigIntField(primary_key=True)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "knowledge.Article", related_name="sources"
    )
    article_id: int
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField(
        "discussions.Thread", related_name="articles"
    )
    thread_id: int
    last_number = fields.IntField()
    thread_version = fields.BigIntField()
    answer_count = fields.IntField(default=0)
    checked_at = fields.DatetimeField()
    promoted_by: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="promotions", on_delete=fields.RESTRICT
    )
    promoted_by_id: int
    promoted_at = fields.DatetimeField()

    class Meta:
        table = "article_source"
        unique_together = (("article", "thread"),)
