"""Win/loss reviews: the list, and one of them."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.errors import InvalidInput
from hub.i18n import N_, _
from hub.identity import reader_of
from hub.pages import forms
from hub.vocabulary.models import FACET_LABELS, SINGLE_FACETS
from hub.vocabulary.queries import terms_by_facet
from knowledge import reviews
from knowledge.articles.readership import describe
from knowledge.reviews import words
from knowledge.reviews.listing import PERIODS, Listed, ReviewFilter, cards, list_reviews
from knowledge.reviews.queries import find_review, review_page

_PERIODS = {"quarter": N_("Past quarter"), "half": N_("Past half-year"), "year": N_("Past year")}
assert _PERIODS.keys() == PERIODS.keys()


async def index(request: Request) -> Response:
    """The list, narrowed by the query string."""
    wanted, listed, errors = ReviewFilter(), Listed([], None), {}
    try:
        wanted = forms.parse_query(request.query_params, ReviewFilter)
        listed = await list_reviews(reader_of(request), wanted)
    except InvalidInput as error:
        errors = error.errors
    query = wanted.query()
    return await pages.render(
        request,
        "knowledge/reviews/list.html",
        status=422 if errors else 200,
        nav="articles",
        errors=errors,
        cards=await cards(listed.reviews),
        wanted=wanted,
        more=f"/reviews?{query}&{urlencode({'cursor': listed.cursor})}" if listed.cursor else None,
        dashboard_url=f"/win-loss?{wanted.query(reason=None, source=None)}",
        new_url=f"/reviews/new?{wanted.query(since=None, author=None, source=None)}",
        reasons=[(value.value, _(label), "") for value, label in words.REASONS.items()],
        sources=[(value.value, _(label), "") for value, label in words.SOURCES_SHORT.items()],
        **await filter_choices(),
    )


async def filter_choices() -> dict[str, Any]:
    """What the filters of reviews offer."""
    offered = await terms_by_facet()
    return {
        "periods": [(key, _(label), "") for key, label in _PERIODS.items()],
        "outcomes": [(value.value, _(label), "") for value, label in words.OUTCOMES.items()],
        "facets": [
            (facet.value, _(FACET_LABELS[facet]), offered[facet]) for facet in SINGLE_FACETS if offered[facet]
        ],
    }


async def show(request: Request) -> Response:
    """One review."""
    page = await review_page(reader_of(request), request.path_params["id"])
    readers = await describe(page.review.audience)
    return await pages.render(
        request, "knowledge/reviews/review.html", nav="articles", page=page, readers=readers
    )


async def put_withdrawal(request: Request) -> Response:
    """Take a review out of lists and counts."""
    review = await find_review(reader_of(request), request.path_params["id"])
    await reviews.withdraw(reader_of(request), review)
    return pages.redirect(f"/reviews/{review.id}", notice=_("Withdrawn. You can bring it back at any time."))


async def delete_withdrawal(request: Request) -> Response:
    """Let a review count again."""
    review = await find_review(reader_of(request), request.path_params["id"])
    await reviews.restore(reader_of(request), review)
    return pages.redirect(f"/reviews/{review.id}", notice=_("It counts again."))
