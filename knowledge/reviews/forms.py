"""A review as forms and the API send it."""

from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field

from discussions.filing import Customer, Filing, terms_of
from discussions.models import Thread
from discussions.policy import visible_to as visible_threads
from hub.api import Body
from hub.database import now
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.text import Line, Prose
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import Word, terms_by_facet
from knowledge.models import MainReason, Outcome, ReasonSource, Review
from knowledge.pages.forms import NONE_IF_BLANK, Agreement, OptionalId, OptionalUid, field_of
from knowledge.reviews.filing import Deal
from knowledge.reviews.queries import terms_by_id
from knowledge.reviews.queries import terms_of as filed_under

# Without these a review teaches nothing about a type of customer; a facet of which the hub has no term is not asked.
REQUIRED = (Facet.PERSONALITY, Facet.STAGE, Facet.PRODUCT)


class ReviewForm(Body):
    """The seven fields, and what has a good answer by itself: the day, the readers, the case it was about.

    Terms are given by key, name, nickname or id. `decided_on` is today unless given; without `audience` everybody may
    read it, or, about a case, whoever may read the case. `confirmed` agrees that more people
    than those of the case read it, a page's to the very people whom it named.
    """

    outcome: Outcome
    customer: Customer = Field(default_factory=Customer)
    stage: Word | None = None
    product: Word | None = None
    competitor: Word | None = None
    reason: MainReason
    reason_words: Annotated[str, Line(300, min_length=0)] = ""
    reason_source: ReasonSource
    lesson: Annotated[str, Prose(2_000, min_length=1)]
    decided_on: Annotated[date | None, NONE_IF_BLANK] = None
    thread: OptionalId = None
    audience: OptionalId = None
    confirmed: Agreement = False
    uid: OptionalUid = None

    async def deal(self, reader: Reader) -> Deal:
        """What is filed. InvalidInput names every field that needs another value."""
        filing = Filing(
            customer=self.customer, stage=self.stage, product=self.product, competitor=self.competitor
        )
        errors: dict[str, str] = {}
        terms: dict[Facet, Term] = {}
        try:
            terms = {term.facet: term for term in await terms_of(filing)}
        except InvalidInput as error:
            errors = error.errors
        errors = await _missing(terms) | errors
        today = now().astimezone(ZoneInfo(reader.timezone)).date()
        if self.decided_on and self.decided_on > today:
            errors["decided_on"] = _("This day is still to come.")
        if errors:
            raise InvalidInput(errors)
        return Deal(
            outcome=self.outcome,
            terms=terms,
            reason=self.reason,
            reason_words=self.reason_words,
            reason_source=self.reason_source,
            lesson=self.lesson,
            decided_on=self.decided_on or today,
        )

    async def about(self, reader: Reader) -> Thread | None:
        """The case that the deal was about; InvalidInput when the reader cannot see it."""
        if self.thread is None:
            return None
        thread = await visible_threads(reader).get_or_none(id=self.thread)
        if thread is None:
            raise InvalidInput({"thread": _("There is no such case that you can see.")})
        return thread


class CorrectionForm(ReviewForm):
    """The same, made from `base_version` of the review."""

    base_version: int = Field(ge=1, lt=2**31)


async def values_of(review: Review) -> dict[str, Any]:
    """The fields of a form by name, as a browser sends them."""
    filed = filed_under(review, await terms_by_id())
    return {
        **{field_of(facet): term.key for facet, term in filed.items()},
        "outcome": review.outcome.value,
        "reason": review.reason.value,
        "reason_words": review.reason_words,
        "reason_source": review.reason_source.value,
        "lesson": review.lesson,
        "decided_on": review.decided_on.isoformat(),
        "audience": review.audience_id,
        "base_version": review.version,
    }


async def _missing(terms: dict[Facet, Term]) -> dict[str, str]:
    offered = await terms_by_facet()
    return {
        field_of(facet): _("Please fill this in.")
        for facet in REQUIRED
        if facet not in terms and offered[facet]
    }
