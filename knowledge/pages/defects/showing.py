"""The list of one's reports, and one of them."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from hub.identity import reader_of
from hub.pages import forms
from knowledge.defects import words
from knowledge.defects.listing import DefectFilter, has_shared, list_defects
from knowledge.defects.queries import defect_page, find_defect, value_of
from knowledge.defects.routing import is_in_a_team
from knowledge.pages.defects.frame import confidential


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
    )


async def show(request: Request) -> Response:
    """One report."""
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    return await confidential(
        request, "knowledge/defects/show.html", page=await defect_page(reader, defect), **labels()
    )


def labels() -> dict[str, Any]:
    """What the choices of a report are called, for its page."""
    return {
        "states": words.STATES,
        "severities": words.SEVERITIES,
        "kinds": words.KINDS,
        "origins": words.ORIGINS,
        "weights": words.WEIGHTS,
        "value_of": value_of,
    }
