"""Reviews of deals that were won, lost or came to no decision."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model

from discussions.models import Thread
from hub.accounts.models import User
from hub.audiences.models import Audience
from hub.database import new_uid
from hub.vocabulary.models import Term


class Outcome(StrEnum):
    """How a deal ended."""

    WON = "won"
    LOST = "lost"
    NO_DECISION = "no_decision"


class MainReason(StrEnum):
    """What decided a deal."""

    PRICE = "price"
    PRODUCT = "product"
    SERVICE = "service"
    RELATIONSHIP = "relationship"
    REPUTATION = "reputation"
    DELIVERY = "delivery"
    TERMS = "terms"
    DECISION_MAKER = "decision_maker"
    BUDGET = "budget"
    TIMING = "timing"
    OTHER = "other"


class ReasonSource(StrEnum):
    """Who says that this was the reason."""

    BUYER = "buyer"
    REP = "rep"
    ASSUMPTION = "assumption"


def _term() -> fields.ForeignKeyNullableRelation[Term]:
    return fields.ForeignKeyField("hub.Term", related_name=False, null=True, on_delete=fields.RESTRICT)


class Review(Model):
    """A deal, looked back on. It is filed under at most one term of each facet; no `competitor` means that there was
    none.

    `decided_on` is the day on which the deal ended. `version` is what a correction started from: correcting another
    one is a conflict. A withdrawn review counts nowhere.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    digest = fields.CharField(max_length=64)
    outcome = fields.CharEnumField(Outcome, max_length=20)
    personality = _term()
    personality_id: int | None
    size = _term()
    size_id: int | None
    industry = _term()
    industry_id: int | None
    purchasing_power = _term()
    purchasing_power_id: int | None
    stage = _term()
    stage_id: int | None
    product = _term()
    product_id: int | None
    competitor = _term()
    competitor_id: int | None
    reason = fields.CharEnumField(MainReason, max_length=20)
    reason_words = fields.CharField(max_length=300, default="")
    reason_source = fields.CharEnumField(ReasonSource, max_length=20)
    lesson = fields.TextField(default="")
    decided_on = fields.DateField()
    thread: fields.ForeignKeyNullableRelation[Thread] = fields.ForeignKeyField(
        "discussions.Thread", related_name="reviews", null=True, on_delete=fields.SET_NULL
    )
    thread_id: int | None
    audience: fields.ForeignKeyRelation[Audience] = fields.ForeignKeyField(
        "hub.Audience", related_name="reviews", on_delete=fields.RESTRICT
    )
    audience_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="reviews", on_delete=fields.RESTRICT
    )
    author_id: int
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    edited_at = fields.DatetimeField()
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "deal_review"
        indexes = (("audience_id", "decided_on"), ("competitor_id",), ("thread_id",))


class ReviewRevision(Model):
    """What a review said after it was filed or corrected; `state` holds its fields by name, terms by id."""

    id = fields.BigIntField(primary_key=True)
    review: fields.ForeignKeyRelation[Review] = fields.ForeignKeyField(
        "knowledge.Review", related_name="revisions"
    )
    review_id: int
    number = fields.IntField()
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="review_revisions", on_delete=fields.RESTRICT
    )
    author_id: int
    state: dict[str, Any] = fields.JSONField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "deal_review_revision"
        unique_together = (("review", "number"),)
