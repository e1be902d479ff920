"""One review as somebody reads it, and how often we win; every count is of what the reader may see."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from discussions.models import Thread
from discussions.policy import visible_to as visible_threads
from hub.accounts.models import User
from hub.database import connection
from hub.errors import NotFound
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.kept import all_terms
from hub.vocabulary.models import FACET_LABELS, SINGLE_FACETS, Facet, Term
from knowledge.articles.queries import LARGEST_ID
from knowledge.models import Outcome, Review, ReviewRevision
from knowledge.reviews import policy, words
from knowledge.reviews.tallies import Tally

_TALLIES = """
SELECT competitor_id AS id, outcome, count(*) AS n FROM deal_review
WHERE audience_id = ANY($1) AND withdrawn_at IS NULL AND competitor_id = ANY($2)
GROUP BY competitor_id, outcome
"""


_CHOICES: dict[str, Mapping[str, str]] = {
    "outcome": {key.value: label for key, label in words.OUTCOMES.items()},
    "reason": {key.value: label for key, label in words.REASONS.items()},
    "reason_source": {key.value: label for key, label in words.SOURCES_SHORT.items()},
}


@dataclass(frozen=True)
class Correction:
    """What one correction changed: (field, before, after) in words."""

    number: int
    author: User
    at: datetime
    changes: list[tuple[str, str, str]]


@dataclass(frozen=True)
class ReviewPage:
    """A review with everything that its page shows to one reader."""

    review: Review
    title: str
    facts: list[tuple[str, str, str]]
    reason: str
    source: str
    thread: Thread | None
    may_correct: bool
    corrections: list[Correction]


async def find_review(reader: Reader, review_id: int) -> Review:
    """A visible review; NotFound otherwise."""
    if review_id > LARGEST_ID:
        raise NotFound
    review = await policy.visible_to(reader).select_related("author", "audience").get_or_none(id=review_id)
    if review is None:
        raise NotFound
    return review


async def review_page(reader: Reader, review_id: int) -> ReviewPage:
    """The page of a visible review; NotFound otherwise."""
    review = await find_review(reader, review_id)
    terms = await terms_by_id()
    thread = await visible_threads(reader).get_or_none(id=review.thread_id) if review.thread_id else None
    return ReviewPage(
        review=review,
        title=title_of(review, terms),
        facts=[
            (_(FACET_LABELS[facet]), term.name, f"/reviews?{facet}={term.key}")
            for facet, term in terms_of(review, terms).items()
        ],
        reason=words.reason(review.reason),
        source=words.source(review.reason_source),
        thread=thread,
        may_correct=policy.may_correct(reader, review),
        corrections=await _corrections(review, terms) if review.version > 1 else [],
    )


def terms_of(review: Review, terms: Mapping[int, Term]) -> dict[Facet, Term]:
    """What a review is filed under."""
    filed = {facet: terms.get(getattr(review, f"{facet}_id") or 0) for facet in SINGLE_FACETS}
    return {facet: term for facet, term in filed.items() if term}


def title_of(review: Review, terms: Mapping[int, Term]) -> str:
    """A review in a few words, such as “LP-480 · Shrewd · against Velatag”."""
    filed = terms_of(review, terms)
    parts = [filed[facet].name for facet in (Facet.PRODUCT, Facet.PERSONALITY, Facet.STAGE) if facet in filed]
    if rival := filed.get(Facet.COMPETITOR):
        parts.append(_("against %(name)s") % {"name": rival.name})
    return " · ".join(parts) or words.outcome(review.outcome)


async def terms_by_id() -> dict[int, Term]:
    """The whole vocabulary by id, archived terms included."""
    return {term.id: term for term in await all_terms()}


async def tally(reader: Reader, competitor_id: int) -> Tally:
    """How often we won and lost against one competitor, as far as `reader` may know."""
    return (await tallies(reader, [competitor_id]))[competitor_id]


async def tallies(reader: Reader, competitor_ids: Collection[int]) -> dict[int, Tally]:
    """The tally of each competitor by its term's id, in one statement."""
    rows = await connection().execute_query_dict(_TALLIES, [list(reader.audience_ids), list(competitor_ids)])
    found = dict.fromkeys(competitor_ids, Tally())
    for row in rows:
        found[row["id"]] += tally_of(row["outcome"], row["n"])
    return found


def tally_of(outcome: str, n: int) -> Tally:
    """`n` deals that all ended in one way."""
    return {
        Outcome.WON: Tally(won=n),
        Outcome.LOST: Tally(lost=n),
        Outcome.NO_DECISION: Tally(undecided=n),
    }[Outcome(outcome)]


async def _corrections(review: Review, terms: Mapping[int, Term]) -> list[Correction]:
    """What was corrected, the last first."""
    revisions = (
        await ReviewRevision.filter(review=review).order_by("-number").limit(50).select_related("author")
    )
    return [
        Correction(later.number, later.author, later.created_at, _changes(earlier.state, later.state, terms))
        for later, earlier in pairwise(revisions)
    ]


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], terms: Mapping[int, Term]
) -> list[tuple[str, str, str]]:
    return [
        (_(label), _in_words(name, before.get(name), terms), _in_words(name, after.get(name), terms))
        for name, label in words.FIELDS.items()
        if before.get(name) != after.get(name)
    ]


def _in_words(name: str, value: Any, terms: Mapping[int, Term]) -> str:
    if value in (None, ""):
        return "–"
    if name.endswith("_id"):
        return terms[value].name if value in terms else "–"
    known = _CHOICES.get(name, {})
    return _(known[value]) if value in known else str(value)
