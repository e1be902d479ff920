"""Choosing a part of another article to show in one's own."""

from typing import Annotated

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hub import pages
from hub.api import Body
from hub.computing import compute
from hub.identity import reader_of
from hub.pages import forms
from hub.text import Line
from knowledge import policy
from knowledge.excerpts import named_parts
from knowledge.models import Confidence
from knowledge.pages.forms import Id

MOST_ARTICLES = 8


class Wanted(Body):
    """`inside` is the article that shall hold the excerpt; it is not offered to itself."""

    q: Annotated[str, Line(200, min_length=0)] = ""
    inside: Id | None = None


async def index(request: Request) -> Response:
    """The parts of articles whose title holds what is asked for, each with the mark that shows it elsewhere."""
    wanted = forms.parse_query(request.query_params, Wanted)
    visible = policy.visible_to(reader_of(request)).exclude(confidence=Confidence.ARCHIVED)
    if wanted.q:
        visible = visible.filter(title__icontains=wanted.q)
    if wanted.inside:
        visible = visible.exclude(id=wanted.inside)
    found = await visible.order_by("-edited_at").limit(MOST_ARTICLES)
    return await pages.render(
        request,
        "knowledge/excerpts/list.html",
        nav="articles",
        wanted=wanted,
        articles=[(article, await compute(named_parts, article)) for article in found],
    )


routes: list[BaseRoute] = [Route("/articles/excerpts", index)]
