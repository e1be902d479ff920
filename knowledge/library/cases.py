"""Cases of the library: those of a cell, and the lessons of a type of customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup
from tortoise.expressions import Case, Subquery, When
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from hub.api import latest_first
from hub.identity import Reader
from hub.vocabulary.filtering import TermFilter
from hub.vocabulary.models import Term
from hub.vocabulary.queries import by_facet
from knowledge import policy
from knowledge.articles.listing import Listed
from knowledge.library.grid import CASES, LOST, WON
from knowledge.models import Article, Confidence, Review
from knowledge.reviews import policy as reviews
from knowledge.reviews.queries import tally_of
from knowledge.reviews.tallies import Tally
from knowledge.verification.standing import Standing, standing, standing_is

# What is trusted more comes first.
TRUST = (
    Standing.VALIDATED,
    Standing.EXPIRED,
    Standing.NOT_VALIDATED,
    Standing.WORK_IN_PROGRESS,
    Standing.LAPSED,
)
# Nobody reads more lessons before a visit.
MOST_LESSONS = 40
MOST_REVIEWS = 10


class CaseFilter(TermFilter):
    """Which cases are asked for: filed under all these terms, and won or lost."""

    kind: Literal["success", "failure"] | None = None

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return super().chosen + bool(self.kind)


@dataclass(frozen=True)
class Lesson:
    """What a case, or a review, teaches. `html` is safe."""

    url: str
    title: str
    won: bool
    html: Markup
    tags: list[str]
    article: Article
    standing: Standing


@dataclass(frozen=True)
class Approach:
    """What is known of customers of a type: lessons, the most trusted first, and how deals with them ended."""

    lessons: list[Lesson]
    cases: Tally
    reviews: list[Review]
    deals: Tally


async def list_cases(reader: Reader, wanted: CaseFilter) -> Listed:
    """The visible cases that a filter asks for, the last edited first."""
    cases = _of(reader, await wanted.terms())
    if wanted.kind:
        cases = cases.filter(kind=wanted.kind)
    cases = cases.select_related("owner", "author", "audience", "verifier").prefetch_related("terms")
    return Listed(*await latest_first(cases, "edited_at", wanted))


async def approach(reader: Reader, terms: Sequence[Term]) -> Approach:
    """What `reader` may know of customers that all these terms describe."""
    cases = _of(reader, terms)
    trusted = cases.annotate(
        trust=Case(*(When(standing_is(one), then=str(place)) for place, one in enumerate(TRUST)), default="9")
    )
    found = await trusted.order_by("trust", "-edited_at").limit(MOST_LESSONS).prefetch_related("terms")
    counted = await cases.annotate(n=Count("id")).group_by("kind").values_list("kind", "n")
    numbers = {str(kind): int(str(n)) for kind, n in counted}
    filed = reviews.counted(reader).filter(**{f"{term.facet}_id": term.id for term in terms})
    outcomes = await filed.annotate(n=Count("id")).group_by("outcome").values_list("outcome", "n")
    return Approach(
        lessons=[lesson for article in found if (lesson := _lesson(article))],
        cases=Tally(numbers.get(WON, 0), numbers.get(LOST, 0)),
        reviews=await filed.exclude(lesson="")
        .order_by("-decided_on", "-id")
        .limit(MOST_REVIEWS)
        .select_related("author"),
        deals=sum((tally_of(str(outcome), int(str(n))) for outcome, n in outcomes), Tally()),
    )


def _of(reader: Reader, terms: Sequence[Term]) -> QuerySet[Article]:
    cases = policy.visible_to(reader).filter(kind__in=CASES).exclude(confidence=Confidence.ARCHIVED)
    for term in terms:
        cases = cases.filter(id__in=Subquery(Article.filter(terms__id=term.id).values("id")))
    return cases


def _lesson(article: Article) -> Lesson | None:
    """The lesson that a case states, or else its summary."""
    html = next((part["html"] for part in article.parts if part["field"] == "lesson"), "")
    return Lesson(
        url=f"/articles/{article.id}",
        title=article.title,
        won=article.kind == WON,
        # Sanitised when it was written.
        html=Markup(html) if html else Markup.escape(article.summary),  # noqa: S704
        tags=[term.name for group in by_facet(article.terms).values() for term in group],
        article=article,
        standing=standing(article),
    )
