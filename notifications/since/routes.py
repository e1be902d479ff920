"""The list on the start page and a page of its own."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from discussions.opening import Opening
from hub.accounts import absence
from hub.i18n import _, current_locale
from hub.identity import Reader, maybe_reader, reader_of
from hub.pages import redirect, render, render_text
from hub.pages.prefetching import is_prefetch
from notifications.since.listing import MOST_ROWS, catch_up, since_of
from notifications.topics import article_topic


async def opening(reader: Reader) -> Opening:
    """What the start page begins with for somebody who was away."""
    since = await since_of(reader)
    threads = {int(row.id) for row in since.rows if row.type == "thread"} if since else set()
    html = render_text("notifications/since_frame.html", current_locale(), since=since)
    return Opening(html, frozenset(threads))


async def show(request: Request) -> Response:
    since = await since_of(reader_of(request), MOST_ROWS)
    return await render(request, "notifications/since.html", nav="home", since=since)


async def end(request: Request) -> Response:
    await catch_up(reader_of(request))
    return redirect("/", notice=_("You are caught up."))


async def note_opened(request: Request) -> dict[str, Any]:
    """A context provider that provides nothing: an article that is opened leaves the list.

    What was told of it is read then, but of most articles nobody is told. Threads have read marks.
    """
    reader = maybe_reader(request)
    if reader and reader.away_until and request.method == "GET" and not is_prefetch(request):
        id_: int | None = request.path_params.get("id")
        if id_ and request.url.path == f"/articles/{id_}":
            await absence.note_opened(reader, article_topic(id_))
    return {}


routes: list[BaseRoute] = [
    Route("/since", show, methods=["GET"]),
    Route("/since", end, methods=["DELETE"]),
]
