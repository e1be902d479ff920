"""The dashboard of won and lost deals."""

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.errors import InvalidInput
from hub.identity import reader_of
from hub.pages import forms
from knowledge.library.facets import axes
from knowledge.pages.reviews import filter_choices
from knowledge.reviews.dashboard import DashboardFilter
from knowledge.reviews.showing import dashboard


async def show(request: Request) -> Response:
    """What the reviews that a filter asks for add up to."""
    wanted, board, errors = DashboardFilter(), None, {}
    try:
        wanted = forms.parse_query(request.query_params, DashboardFilter)
        board = await dashboard(reader_of(request), wanted)
    except InvalidInput as error:
        errors = error.errors
    return await pages.render(
        request,
        "knowledge/reviews/dashboard.html",
        status=422 if errors else 200,
        nav="articles",
        errors=errors,
        wanted=wanted,
        board=board,
        axes=axes(),
        **await filter_choices(),
    )
