"""Reports of what is wrong with products, and what became of them."""

from enum import IntEnum, StrEnum

from tortoise import fields
from tortoise.models import Model

from discussions.models import Thread
from hub.accounts.models import User
from hub.audiences.models import Audience, Group
from hub.database import new_uid
from hub.vocabulary.models import Term
from knowledge.models.articles import Article


class DefectKind(StrEnum):
    """What a report is about."""

    TECHNICAL = "technical"
    MARKET = "market"
    IMPROVEMENT = "improvement"


class Origin(StrEnum):
    """Whose product it is: the company's own, or one that it resells."""

    OWN = "own"
    RESOLD = "resold"


class Severity(IntEnum):
    """How bad it is; a higher number is worse."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


class DefectState(StrEnum):
    """Where a report stands."""

    NEW = "new"
    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    DECLINED = "declined"
    FIXED = "fixed"


class EntryKind(StrEnum):
    """A note is for the team alone, a reply for everybody who may read the report, its reporter included."""

    NOTE = "note"
    REPLY = "reply"


class DefectAct(StrEnum):
    """What happened to a report."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    MERGED = "merged"
    DECLINED = "declined"
    REOPENED = "reopened"
    FIXED = "fixed"
    SNOOZED = "snoozed"
    ASSIGNED = "assigned"
    CHANGED = "changed"
    MOVED = "moved"
    WIDENED = "widened"
    ARTICLE = "article"


class LookAct(StrEnum):
    """How somebody came to know what a report says."""

    VIEWED = "viewed"
    SERVED = "served"
    EXPORTED = "exported"


class Defect(Model):
    """A report for the `team` that answers for a product.

    Its reporter and the members of `audience`, in which the team always is, may read it; members of the team review
    it. `reference` follows from `uid` and betrays neither order nor number. A sealed report has no words here: they
    are in its `SealedPart`s. `said` are the customer's own words. `answered_at` is when the team first answered or
    decided. A `duplicate_of` another report keeps its reporter apart from that one. `version` counts changes:
    deciding about another one is a conflict.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    digest = fields.CharField(max_length=64)
    reference = fields.CharField(max_length=12, unique=True)
    sealed = fields.BooleanField(default=False)
    kind = fields.CharEnumField(DefectKind, max_length=20)
    origin = fields.CharEnumField(Origin, max_length=10)
    severity = fields.IntEnumField(Severity)
    product: fields.ForeignKeyRelation[Term] = fields.ForeignKeyField(
        "hub.Term", related_name="defects", on_delete=fields.RESTRICT
    )
    product_id: int
    product_version = fields.CharField(max_length=60, default="")
    team: fields.ForeignKeyRelation[Group] = fields.ForeignKeyField(
        "hub.Group", related_name="defects", on_delete=fields.RESTRICT
    )
    team_id: int
    audience: fields.ForeignKeyRelation[Audience] = fields.ForeignKeyField(
        "hub.Audience", related_name="defects", on_delete=fields.RESTRICT
    )
    audience_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="defects", on_delete=fields.RESTRICT
    )
    author_id: int
    title = fields.CharField(max_length=200, default="")
    body = fields.TextField(default="")
    html = fields.TextField(default="")
    said = fields.TextField(default="")
    thread: fields.ForeignKeyNullableRelation[Thread] = fields.ForeignKeyField(
        "discussions.Thread", related_name="defects", null=True, on_delete=fields.SET_NULL
    )
    thread_id: int | None
    state = fields.CharEnumField(DefectState, max_length=20, default=DefectState.NEW)
    duplicate_of: fields.ForeignKeyNullableRelation["Defect"] = fields.ForeignKeyField(
        "knowledge.Defect", related_name="duplicates", null=True, on_delete=fields.RESTRICT
    )
    duplicate_of_id: int | None
    assignee: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="assigned_defects", null=True, on_delete=fields.SET_NULL
    )
    assignee_id: int | None
    snoozed_until = fields.DatetimeField(null=True)
    fixed_in = fields.CharField(max_length=60, default="")
    article: fields.ForeignKeyNullableRelation[Article] = fields.ForeignKeyField(
        "knowledge.Article", related_name="defects", null=True, on_delete=fields.SET_NULL
    )
    article_id: int | None
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    active_at = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)
    decided_at = fields.DatetimeField(null=True)

    class Meta:
        table = "defect"
        indexes = (
            ("audience_id", "state", "active_at"),
            ("author_id", "created_at"),
            ("team_id", "created_at"),
            ("team_id", "state", "snoozed_until"),
            ("assignee_id",),
            ("thread_id",),
            ("duplicate_of_id",),
            ("article_id",),
        )


class DefectStep(Model):
    """Who did what with a report, and when. `words` are a reason that its reporter is told; `details` the team's."""

    id = fields.BigIntField(primary_key=True)
    defect: fields.ForeignKeyRelation[Defect] = fields.ForeignKeyField(
        "knowledge.Defect", related_name="steps"
    )
    defect_id: int
    actor: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="defect_steps", on_delete=fields.RESTRICT
    )
    actor_id: int
    act = fields.CharEnumField(DefectAct, max_length=20)
    words = fields.TextField(default="")
    details = fields.CharField(max_length=300, default="")
    at = fields.DatetimeField()

    class Meta:
        table = "defect_step"
        indexes = (("defect_id", "id"),)


class DefectEntry(Model):
    """A note or a reply below a report. What is sealed has no words here but a `SealedPart`."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    digest = fields.CharField(max_length=64)
    defect: fields.ForeignKeyRelation[Defect] = fields.ForeignKeyField(
        "knowledge.Defect", related_name="entries"
    )
    defect_id: int
    kind = fields.CharEnumField(EntryKind, max_length=10)
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="defect_entries", on_delete=fields.RESTRICT
    )
    author_id: int
    sealed = fields.BooleanField(default=False)
    body = fields.TextField(default="")
    html = fields.TextField(default="")
    created_at = fields.DatetimeField()

    class Meta:
        table = "defect_entry"
        indexes = (("defect_id", "id"),)


class DefectLook(Model):
    """Somebody came to know what a report says: how often, first and last when."""

    id = fields.BigIntField(primary_key=True)
    defect: fields.ForeignKeyRelation[Defect] = fields.ForeignKeyField(
        "knowledge.Defect", related_name="looks"
    )
    defect_id: int
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="defect_looks", on_delete=fields.RESTRICT
    )
    user_id: int
    act = fields.CharEnumField(LookAct, max_length=10)
    day = fields.DateField()
    times = fields.IntField(default=1)
    first_at = fields.DatetimeField()
    last_at = fields.DatetimeField()

    class Meta:
        table = "defect_look"
        unique_together = (("defect", "user", "act", "day"),)
        indexes = (("last_at", "id"), ("user_id", "last_at"))
