"""The start page."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from discussions.queries.home import needs_of
from hub import pages
from hub.identity import reader_of


async def show(request: Request) -> Response:
    """What needs the reader."""
    sections = await needs_of(reader_of(request))
    return await pages.render(request, "discussions/home.html", nav="home", sections=sections)


routes = [Route("/", show, methods=["GET"])]
