"""Pages of the inbox."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hub.api import Moment, decode_cursor, encode_cursor, no_content
from hub.errors import NotFound
from hub.identity import maybe_reader, reader_of
from hub.pages import fragment, redirect, render
from hub.pages.prefetching import is_prefetch
from hub.web.failing import wants_json
from notifications import inbox, marks, unread
from notifications.mailer import administration
from notifications.models import Notification
from notifications.policy import visible_to
from notifications.preferences import pages as preferences
from notifications.topics import (
    article_of,
    article_topic,
    defect_of,
    defect_topic,
    gap_of,
    opinion_topic,
    opinion_topic_of,
    recovery_of,
    sealing_of,
    thread_of,
    topic_of,
)

BELL_ROWS = 6


async def show_inbox(request: Request) -> Response:
    reader = reader_of(request)
    cursor = request.query_params.get("cursor")
    before: datetime | None = decode_cursor(cursor, tuple[Moment])[0] if cursor else None
    groups = await inbox.groups(reader, before=before, limit=inbox.PAGE + 1)
    more = groups[inbox.PAGE :]
    shown = groups[: inbox.PAGE]
    next_url = f"/notifications?cursor={encode_cursor(shown[-1].at.isoformat())}" if more else None
    return await render(request, "notifications/inbox.html", groups=shown, next_url=next_url)


async def show_bell(request: Request) -> Response:
    groups = await inbox.groups(reader_of(request), limit=BELL_ROWS)
    return fragment(request, "notifications/bell.html", groups=groups)


async def open_notification(request: Request) -> Response:
    """Lead to the thing itself; its thread counts as read. A browser that only looks ahead marks nothing."""
    reader = reader_of(request)
    notification = await _notification(request)
    if not is_prefetch(request):
        await marks.mark_topic_read(reader, notification.topic)
    return redirect(inbox.path_of(notification, await inbox.posts_of([notification])))


async def mark_one(request: Request) -> Response:
    await marks.mark_read(reader_of(request), await _notification(request))
    return _marked(request)


async def mark_topic(request: Request) -> Response:
    topic: str = request.path_params["topic"]
    if not any(known(topic) for known in _KNOWN):
        raise NotFound
    await marks.mark_topic_read(reader_of(request), topic)
    return _marked(request)


async def mark_all(request: Request) -> Response:
    await marks.mark_all_read(reader_of(request))
    return _marked(request)


async def unread_context(request: Request) -> dict[str, Any]:
    """The number on the bell, for every page. Opening a thread or article marks what was told of it read."""
    reader = maybe_reader(request)
    if reader is None:
        return {"unread": 0}
    topics = await unread.kept_by_topic(reader)
    opened = _opened_topic(request)
    if opened in topics:
        await marks.mark_topic_read(reader, opened)
    return {"unread": sum(count for topic, count in topics.items() if topic != opened)}


def _opened_topic(request: Request) -> str:
    """``thread:7`` for the page of that thread, alike for other things, unless the browser only asks ahead."""
    if request.method != "GET" or is_prefetch(request):
        return ""
    named = _OPENED.get(request.url.path.split("/")[1])
    if named is None:
        return ""
    parameter, topic = named
    value = request.path_params.get(parameter)
    return topic(value) if value else ""


_KNOWN = (thread_of, article_of, gap_of, defect_of, opinion_topic_of, sealing_of, recovery_of)

# By the first part of the path: which parameter names the thing, and its topic.
_OPENED: dict[str, tuple[str, Callable[[Any], str]]] = {
    "threads": ("id", topic_of),
    "articles": ("id", article_topic),
    "defects": ("reference", defect_topic),
    "topics": ("uid", opinion_topic),
}


async def _notification(request: Request) -> Notification:
    found = await visible_to(reader_of(request)).get_or_none(uid=request.path_params["uid"])
    if found is None:
        raise NotFound
    return found


def _marked(request: Request) -> Response:
    return no_content() if wants_json(request) else redirect("/notifications")


routes: list[BaseRoute] = [
    Route("/notifications", show_inbox, methods=["GET"]),
    Route("/notifications/bell", show_bell, methods=["GET"]),
    Route("/notifications/read", mark_all, methods=["PUT"]),
    Route("/notifications/topics/{topic}/read", mark_topic, methods=["PUT"]),
    Route("/notifications/{uid:uuid}", open_notification, methods=["GET"]),
    Route("/notifications/{uid:uuid}/read", mark_one, methods=["PUT"]),
    *preferences.routes,
    *administration.routes,
]
