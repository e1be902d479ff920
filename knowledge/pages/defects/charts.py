"""The charts of product teams, of the reports that come to them."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.errors import Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import reader_of
from hub.pages import forms
from hub.vocabulary.models import Facet
from hub.vocabulary.queries import terms_by_facet
from knowledge.defects.charting import charts
from knowledge.defects.routing import is_in_a_team
from knowledge.defects.tallies import TallyFilter, tally
from knowledge.pages.defects.frame import confidential


async def show(request: Request) -> Response:
    """What came, what is open, what is wanted, and how fast the team answers."""
    reader = reader_of(request)
    if not await is_in_a_team(reader):
        raise Forbidden
    wanted, errors = TallyFilter(), {}
    try:
        wanted = forms.parse_query(request.query_params, TallyFilter)
        tallies = await tally(reader, wanted)
    except InvalidInput as error:
        wanted, errors = TallyFilter(), error.errors
        tallies = await tally(reader, wanted)
    return await confidential(
        request,
        "knowledge/defects/charts.html",
        status=422 if errors else 200,
        errors=errors,
        wanted=wanted,
        waiting=tallies.waiting,
        empty=not tallies.came and tallies.waiting is None,
        charts=await charts(reader, wanted, tallies),
        products=(await terms_by_facet())[Facet.PRODUCT],
        periods=[("week", _("Weeks"), ""), ("month", _("Months"), "")],
    )


routes = [Route("/defects/charts", show)]
