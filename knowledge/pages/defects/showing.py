"""The list of one's reports, and one of them."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from hub.identity import reader_of
from hub.pages import forms
from knowledge.defects import words
from knowledge.defects.listing import DefectFilter, has_shared, list_defects
from knowledge.defects.queries import find_defect
from knowledge.defects.routing import is_in_a_team
from knowledge.defects.topics.queries import open_topics
from knowledge.pages.defects.frame import confidential
from knowledge.pages.defects.reviewing import report_context

TEMPLATE = "knowledge/defects/show.html"


async def index(request: Request) -> Response:
    """What one reported."""
    reader = reader_of(request)
    wanted = forms.parse_query(request.query_params, DefectFilter)
    listed = await list_defects(reader, wanted)
    following = {"tab": wanted.tab, "cursor": listed.cursor}
    return await confidential(
        request,
        "knowledge/defects/list.html",
        wanted=wanted,
        listed=listed,
        more=f"/defects?{urlencode(following)}" if listed.cursor else None,
        tabs=wanted.tab == "shared" or await has_shared(reader),
        teams=await is_in_a_team(reader),
        states=words.STATES,
        topics=await open_topics(reader),
    )


async def show(request: Request) -> Response:
    """One report."""
    defect = await find_defect(reader_of(request), request.path_params["reference"])
    values: dict[str, Any] = {"errors": {}, "error": None, "values": {}}
    return await confidential(request, TEMPLATE, **values, **await report_context(request, defect))
