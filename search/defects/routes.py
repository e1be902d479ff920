"""Reports that may tell of the same: for the reviewers of a team, and for whoever writes one, of their own."""

from typing import Annotated

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hub.api import Body
from hub.errors import Forbidden
from hub.identity import reader_of
from hub.pages import forms
from hub.text import Line
from knowledge.defects import policy
from knowledge.defects.queries import find_defect
from knowledge.defects.standing import standings
from knowledge.defects.words import STATES
from knowledge.pages.defects.frame import confidential_fragment
from search.defects.duplicates import duplicates_of, own_like


class OwnQuery(Body):
    """The title that has been typed so far. It comes in a body, since addresses are written to logs."""

    title: Annotated[str, Line(200, min_length=0)] = ""


async def similar(request: Request) -> Response:
    """A frame inside the form that merges a report: the likeliest main reports, to be chosen."""
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    if not policy.may_review(reader, defect):
        raise Forbidden
    found = await duplicates_of(reader, defect)
    return confidential_fragment(request, "search/similar_reports.html", defects=found, states=STATES)


async def own(request: Request) -> Response:
    """A piece of the form of a new report: what its writer has reported before."""
    reader = reader_of(request)
    title = (await forms.parse(request, OwnQuery)).title.strip()
    found = await own_like(reader, title) if title else []
    stand = await standings(found)
    return confidential_fragment(
        request, "search/own_reports.html", defects=found, standings=stand, states=STATES
    )


routes: list[BaseRoute] = [
    Route("/defects/{reference}/similar", similar),
    Route("/search/own-reports", own, methods=["POST"]),
]
