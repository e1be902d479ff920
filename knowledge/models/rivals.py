"""What is known of rivals: lines with their history and disputes."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User
from hub.database import new_uid
from knowledge.models.articles import Article


class LineSection(StrEnum):
    """What a line tells. The first six make up the card, the others stand in the profile."""

    MEET = "meet"
    STRENGTH = "strength"
    WEAKNESS = "weakness"
    SAY = "say"
    QUESTION = "question"
    PROOF = "proof"
    PRODUCTS = "products"
    CHANNELS = "channels"
    BRAND = "brand"


class Certainty(StrEnum):
    """How sure a line is."""

    CONFIRMED = "confirmed"
    LIKELY = "likely"
    HEARSAY = "hearsay"


class LineState(StrEnum):
    """Only standing lines are on the card; the others are kept for the curator and the history."""

    PROPOSED = "proposed"
    STANDING = "standing"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class LineAct(StrEnum):
    """What somebody did to a line."""

    PROPOSED = "proposed"
    ADDED = "added"
    APPROVED = "approved"
    DECLINED = "declined"
    EDITED = "edited"
    DISPUTED = "disputed"
    CORRECTED = "corrected"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


class DisputeDecision(StrEnum):
    """What becomes of a disputed line."""

    CORRECTED = "corrected"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


class RivalLine(Model):
    """One thing that is known of a rival, readable for whoever may read the rival's article.

    `text` is plain. `source` is Markdown, as safe HTML in `source_html`, and never leaves the house. A line that is not
    `sendable` is internal. `revision_number` grows with the wording, `version` with everything that readers can see.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    digest = fields.CharField(max_length=64)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "knowledge.Article", related_name="rival_lines"
    )
    article_id: int
    section = fields.CharEnumField(LineSection, max_length=20)
    text = fields.TextField()
    source = fields.TextField(default="")
    source_html = fields.TextField(default="")
    observed_on: date = fields.DateField()
    certainty = fields.CharEnumField(Certainty, max_length=20)
    sendable = fields.BooleanField(default=False)
    state = fields.CharEnumField(LineState, max_length=20)
    position = fields.IntField(default=0)
    revision_number = fields.IntField(default=1)
    version = fields.BigIntField(default=1)
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="rival_lines", on_delete=fields.RESTRICT
    )
    author_id: int
    created_at = fields.DatetimeField()

    class Meta:
        table = "rival_line"
        indexes = (("article_id", "state"),)


class RivalDispute(Model):
    """Somebody says that a line is wrong. It is open until it has a `decision`.

    `revision` is the wording that was disputed; the line may have been edited since. `words` are the curator's.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    digest = fields.CharField(max_length=64)
    line: fields.ForeignKeyRelation[RivalLine] = fields.ForeignKeyField(
        "knowledge.RivalLine", related_name="disputes"
    )
    line_id: int
    revision = fields.IntField()
    reason = fields.TextField()
    reason_html = fields.TextField()
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="rival_disputes", on_delete=fields.RESTRICT
    )
    author_id: int
    created_at = fields.DatetimeField()
    decision = fields.CharEnumField(DisputeDecision, max_length=20, null=True)
    words = fields.TextField(default="")
    decided_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="rival_decisions", null=True, on_delete=fields.SET_NULL
    )
    decided_by_id: int | None
    decided_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "rival_dispute"
        indexes = (("line_id", "decision"),)


class RivalLineStep(Model):
    """One step in a line's history: who did what, and how the line read after it. `number` is the line's version."""

    id = fields.BigIntField(primary_key=True)
    line: fields.ForeignKeyRelation[RivalLine] = fields.ForeignKeyField(
        "knowledge.RivalLine", related_name="steps"
    )
    line_id: int
    number = fields.BigIntField()
    revision = fields.IntField()
    act = fields.CharEnumField(LineAct, max_length=20)
    actor: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="rival_line_steps", on_delete=fields.RESTRICT
    )
    actor_id: int
    at = fields.DatetimeField()
    words = fields.TextField(default="")
    dispute: fields.ForeignKeyNullableRelation[RivalDispute] = fields.ForeignKeyField(
        "knowledge.RivalDispute", related_name="steps", null=True, on_delete=fields.SET_NULL
    )
    dispute_id: int | None
    content: dict[str, Any] = fields.JSONField()

    class Meta:
        table = "rival_line_step"
        unique_together = (("line", "number"),)
