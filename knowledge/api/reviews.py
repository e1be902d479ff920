"""Win/loss reviews in the API: list, read, file, correct, withdraw, and what they add up to."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from discussions.api.models import Person
from discussions.filing import Customer
from hub.api import ApiRoute, Page, answer, parse_body, parse_query
from hub.errors import Forbidden, UidTaken
from hub.identity import reader_of
from hub.settings import get_settings
from hub.vocabulary.models import CUSTOMER_FACETS, Facet, Term
from knowledge import reviews
from knowledge.errors import WideningNotConfirmed
from knowledge.models import MainReason, Outcome, ReasonSource, Review
from knowledge.pages.forms import chosen_audience
from knowledge.pages.reviewing import audience_of
from knowledge.reviews.dashboard import NONE, Counted, DashboardFilter, count
from knowledge.reviews.errors import StaleReview
from knowledge.reviews.forms import CorrectionForm, ReviewForm
from knowledge.reviews.listing import ReviewFilter, list_reviews
from knowledge.reviews.queries import find_review, terms_by_id, terms_of
from knowledge.reviews.tallies import Tally


class ReviewOut(BaseModel):
    """A review. Terms are given by key."""

    id: int
    uid: UUID
    url: str
    outcome: Outcome
    customer: Customer
    stage: str | None
    product: str | None
    competitor: str | None
    reason: MainReason
    reason_words: str
    reason_source: ReasonSource
    lesson: str
    decided_on: date
    audience: int
    author: Person
    version: int
    withdrawn: bool
    created_at: datetime
    edited_at: datetime

    @classmethod
    def of(cls, review: Review, terms: dict[int, Term]) -> "ReviewOut":
        keys = {facet: term.key for facet, term in terms_of(review, terms).items()}
        return cls(
            id=review.id,
            uid=review.uid,
            url=f"{get_settings().address}/reviews/{review.id}",
            outcome=review.outcome,
            customer=Customer(**{facet.value: keys.get(facet) for facet in CUSTOMER_FACETS}),
            stage=keys.get(Facet.STAGE),
            product=keys.get(Facet.PRODUCT),
            competitor=keys.get(Facet.COMPETITOR),
            reason=review.reason,
            reason_words=review.reason_words,
            reason_source=review.reason_source,
            lesson=review.lesson,
            decided_on=review.decided_on,
            audience=review.audience_id,
            author=Person.of(review.author),
            version=review.version,
            withdrawn=review.withdrawn_at is not None,
            created_at=review.created_at,
            edited_at=review.edited_at,
        )


class ReviewList(Page[ReviewOut]):
    """A page of reviews, the last filed first."""


class TallyOut(BaseModel):
    """How many deals were won, lost, undecided; `rate` is the percentage won of the decided ones, null under five."""

    won: int
    lost: int
    undecided: int
    n: int
    rate: int | None

    @classmethod
    def of(cls, tally: Tally) -> "TallyOut":
        return cls(won=tally.won, lost=tally.lost, undecided=tally.undecided, n=tally.n, rate=tally.rate)


class CrossedTally(TallyOut):
    """One cell: the keys of its terms, null for reviews that are not filed under the facet."""

    row: str | None
    column: str | None


class TallyReport(BaseModel):
    """All that was asked for, and each cell that has a review."""

    rows: Facet
    columns: Facet
    total: TallyOut
    cells: list[CrossedTally]

    @classmethod
    def of(cls, wanted: DashboardFilter, counted: Counted, terms: dict[int, Term]) -> "TallyReport":
        def key(term: int) -> str | None:
            return None if term == NONE else terms[term].key

        return cls(
            rows=wanted.rows,
            columns=wanted.columns,
            total=TallyOut.of(counted.total),
            cells=[
                CrossedTally(row=key(row), column=key(column), **TallyOut.of(tally).model_dump())
                for (row, column), tally in sorted(counted.cells.items())
            ],
        )


async def index(request: Request) -> Response:
    listed = await list_reviews(reader_of(request), parse_query(request, ReviewFilter))
    terms = await terms_by_id()
    items = [ReviewOut.of(review, terms) for review in listed.reviews]
    return answer(ReviewList(items=items, next_cursor=listed.cursor))


async def show(request: Request) -> Response:
    return await _full(request, request.path_params["id"])


async def create(request: Request) -> Response:
    reader = reader_of(request)
    body = await parse_body(request, ReviewForm)
    thread = await body.about(reader)
    audience = await audience_of(reader, body, thread)
    review = await reviews.file(
        reader,
        await body.deal(reader),
        audience=audience,
        thread=thread,
        confirmed=body.confirmed,
        uid=body.uid,
    )
    return await _full(request, review.id, 201)


async def replace(request: Request) -> Response:
    reader = reader_of(request)
    review = await find_review(reader, request.path_params["id"])
    body = await parse_body(request, CorrectionForm)
    audience = await chosen_audience(reader, body.audience) if body.audience else review.audience
    await reviews.correct(
        reader,
        review,
        await body.deal(reader),
        base_version=body.base_version,
        audience=audience,
        confirmed=body.confirmed,
    )
    return await _full(request, review.id)


async def withdraw(request: Request) -> Response:
    review = await find_review(reader_of(request), request.path_params["id"])
    await reviews.withdraw(reader_of(request), review)
    return await _full(request, review.id)


async def restore(request: Request) -> Response:
    review = await find_review(reader_of(request), request.path_params["id"])
    await reviews.restore(reader_of(request), review)
    return await _full(request, review.id)


async def tally(request: Request) -> Response:
    wanted = parse_query(request, DashboardFilter)
    counted = await count(reader_of(request), wanted)
    return answer(TallyReport.of(wanted, counted, await terms_by_id()))


async def _full(request: Request, review_id: int, status: int = 200) -> Response:
    review = await find_review(reader_of(request), review_id)
    return answer(ReviewOut.of(review, await terms_by_id()), status)


_REVIEW = "/reviews/{id:int}"

routes = [
    ApiRoute("GET", "/reviews", index, "List win/loss reviews", query=ReviewFilter, response=ReviewList),
    ApiRoute(
        "POST",
        "/reviews",
        create,
        "File a win/loss review",
        ReviewForm,
        ReviewOut,
        status=201,
        errors=(UidTaken, WideningNotConfirmed),
    ),
    ApiRoute(
        "GET", "/reviews/tally", tally, "Count won and lost", query=DashboardFilter, response=TallyReport
    ),
    ApiRoute("GET", _REVIEW, show, "Read a review", response=ReviewOut),
    ApiRoute(
        "PUT",
        _REVIEW,
        replace,
        "Correct a review",
        CorrectionForm,
        ReviewOut,
        errors=(Forbidden, StaleReview, WideningNotConfirmed),
    ),
    ApiRoute(
        "PUT", f"{_REVIEW}/withdrawal", withdraw, "Withdraw a review", response=ReviewOut, errors=(Forbidden,)
    ),
    ApiRoute(
        "DELETE",
        f"{_REVIEW}/withdrawal",
        restore,
        "Let a review count again",
        response=ReviewOut,
        errors=(Forbidden,),
    ),
]
