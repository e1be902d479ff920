"""The start page."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from discussions.opening import openings
from discussions.queries.home import needs_of
from hub import pages
from hub.identity import reader_of


async def show(request: Request) -> Response:
    """What needs the reader."""
    reader = reader_of(request)
    first = await openings(reader)
    sections = await needs_of(reader, shown={id_ for opening in first for id_ in opening.thread_ids})
    return await pages.render(request, "discussions/home.html", nav="home", openings=first, sections=sections)


routes = [Route("/", show, methods=["GET"])]
