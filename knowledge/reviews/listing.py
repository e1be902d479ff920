"""Lists of reviews: filters for every field they are filed under, pages by cursor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from hub.accounts.models import User
from hub.accounts.naming import Handle
from hub.api import Paging, latest_first
from hub.database import now
from hub.identity import Reader
from hub.vocabulary.filtering import TermCriteria
from hub.vocabulary.models import Facet
from knowledge.models import MainReason, Outcome, ReasonSource, Review
from knowledge.reviews import policy, words
from knowledge.reviews.queries import terms_by_id, title_of

# How many days back a period reaches.
PERIODS = {"quarter": 92, "half": 183, "year": 366}


class ReviewCriteria(TermCriteria):
    """What of the reviews is asked for: terms by key, name, nickname or id, an author by handle.

    `uncontested` asks for deals without a competitor.
    """

    outcome: Outcome | None = None
    reason: MainReason | None = None
    source: ReasonSource | None = None
    since: Literal["quarter", "half", "year"] | None = None
    author: Handle | None = None
    uncontested: bool = False

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        own = (self.outcome, self.reason, self.source, self.since, self.author, self.uncontested)
        return super().chosen + sum(map(bool, own))

    async def conditions(self) -> dict[str, Any]:
        """What the columns of a review must hold, as a filter. InvalidInput for words that name no term."""
        # Reviews have no tags: none is filed under one.
        wanted = {
            "id" if term.facet is Facet.TAG else f"{term.facet}_id": 0 if term.facet is Facet.TAG else term.id
            for term in await self.terms()
        }
        chosen = {"outcome": self.outcome, "reason": self.reason, "reason_source": self.source}
        conditions: dict[str, Any] = wanted | {name: value for name, value in chosen.items() if value}
        if self.since:
            conditions["decided_on__gte"] = (now() - timedelta(days=PERIODS[self.since])).date()
        if self.uncontested:
            conditions["competitor_id__isnull"] = True
        if self.author:
            author = await User.get_or_none(handle=self.author)
            conditions["author_id"] = author.id if author else 0
        return conditions


class ReviewFilter(ReviewCriteria, Paging):
    """A page of the list of reviews."""


@dataclass(frozen=True)
class Listed:
    """A page of the list; `cursor` leads to the next one."""

    reviews: list[Review]
    cursor: str | None


@dataclass(frozen=True)
class Card:
    """A review in a list."""

    id: int
    url: str
    outcome: Outcome
    title: str
    lesson: str
    reason: str
    source: str
    author: User
    decided_on: date


async def list_reviews(reader: Reader, wanted: ReviewFilter) -> Listed:
    """The visible reviews that a filter asks for, the last filed first."""
    reviews = policy.counted(reader).filter(**await wanted.conditions()).select_related("author")
    return Listed(*await latest_first(reviews, "created_at", wanted))


async def cards(reviews: Iterable[Review]) -> list[Card]:
    """Reviews, loaded with their authors, as cards in the same order."""
    terms = await terms_by_id()
    return [
        Card(
            id=review.id,
            url=f"/reviews/{review.id}",
            outcome=review.outcome,
            title=title_of(review, terms),
            lesson=review.lesson,
            reason=words.reason(review.reason),
            source=words.source(review.reason_source),
            author=review.author,
            decided_on=review.decided_on,
        )
        for review in reviews
    ]
