"""Notifications in the JSON API."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from discussions.api.models import Person
from hub.api import ApiRoute, Page, Paging, answer, latest_first, parse_query
from hub.errors import NotFound
from hub.identity import Reader, reader_of
from hub.settings import get_settings
from notifications import inbox, marks
from notifications.models import Kind, Notification
from notifications.policy import visible_to
from notifications.preferences import api as preferences
from notifications.topics import article_of, defect_of, gap_of, opinion_topic_of, thread_of
from notifications.wording import sentence


class About(BaseModel):
    """The thread, the article or the gap that a notification belongs to."""

    id: int
    title: str
    url: str


class AboutReport(BaseModel):
    """The report of a product defect that a notification belongs to; nothing of what it says."""

    reference: str
    url: str


class AboutTopic(BaseModel):
    """The topic of a product team that a notification belongs to."""

    uid: UUID
    title: str
    url: str


class NotificationOut(BaseModel):
    """One line of the inbox. `text` says in the caller's language what happened, `url` is the page to open.

    `reason` tells kinds that have several reasons apart, such as ``task``; it is empty for the others.
    """

    id: int
    uid: UUID
    kind: Kind
    reason: str
    text: str
    actor: Person | None
    thread: About | None
    article: About | None
    gap: About | None
    defect: AboutReport | None
    topic: AboutTopic | None
    post_id: int | None
    article_id: int | None
    url: str
    read: bool
    created_at: datetime


class NotificationList(Page[NotificationOut]):
    """A page of notifications, newest first; `unread` counts all that were not read yet."""

    unread: int


class Unread(BaseModel):
    """How many are left."""

    unread: int


class NotificationQuery(Paging):
    """What of the inbox is asked for."""

    unread: Annotated[bool, Field(description="Only those not read yet")] = False


async def index(request: Request) -> Response:
    reader = reader_of(request)
    wanted = parse_query(request, NotificationQuery)
    rows = visible_to(reader)
    if wanted.unread:
        rows = rows.filter(read_at__isnull=True)
    shown, cursor = await latest_first(rows.select_related("actor"), "created_at", wanted)
    return answer(
        NotificationList(
            items=await _outs(reader, shown),
            unread=await inbox.unread_count(reader),
            next_cursor=cursor,
        )
    )


async def mark_read(request: Request) -> Response:
    reader = reader_of(request)
    notification = await visible_to(reader).get_or_none(id=request.path_params["id"])
    if notification is None:
        raise NotFound
    await marks.mark_read(reader, notification)
    return answer(Unread(unread=await inbox.unread_count(reader)))


async def mark_all_read(request: Request) -> Response:
    reader = reader_of(request)
    await marks.mark_all_read(reader)
    return answer(Unread(unread=await inbox.unread_count(reader)))


async def _outs(reader: Reader, notifications: list[Notification]) -> list[NotificationOut]:
    titles = await inbox.titles_of(reader, [it.topic for it in notifications])
    posts = await inbox.posts_of(notifications)
    address = get_settings().address
    return [
        NotificationOut(
            id=it.id,
            uid=it.uid,
            kind=it.kind,
            reason=it.reason,
            text=sentence(
                it.kind,
                [it.actor.name] if it.actor else [],
                reason=it.reason,
                mine=inbox.is_own(reader, it, posts),
            ),
            actor=Person.of(it.actor) if it.actor else None,
            thread=_about("/threads/{}", thread_of(it.topic), titles[it.topic]),
            article=_about("/articles/{}", article_of(it.topic), titles[it.topic]),
            gap=_about("/gaps#gap-{}", gap_of(it.topic), titles[it.topic]),
            defect=_about_report(it.topic),
            topic=_about_topic(it.topic, titles[it.topic]),
            post_id=it.post_id,
            article_id=it.article_id,
            url=address + inbox.path_of(it, posts),
            read=it.read_at is not None,
            created_at=it.created_at,
        )
        for it in notifications
        if it.topic in titles
    ]


def _about(path: str, id_: int | None, title: str) -> About | None:
    return About(id=id_, title=title, url=get_settings().address + path.format(id_)) if id_ else None


def _about_report(topic: str) -> AboutReport | None:
    reference = defect_of(topic)
    url = f"{get_settings().address}/defects/{reference}"
    return AboutReport(reference=reference, url=url) if reference else None


def _about_topic(topic: str, title: str) -> AboutTopic | None:
    uid = opinion_topic_of(topic)
    return AboutTopic(uid=uid, title=title, url=f"{get_settings().address}/topics/{uid}") if uid else None


routes = [
    *preferences.routes,
    ApiRoute(
        "GET",
        "/notifications",
        index,
        "The caller's notifications",
        query=NotificationQuery,
        response=NotificationList,
    ),
    ApiRoute("PUT", "/notifications/read", mark_all_read, "Mark all read", response=Unread),
    ApiRoute("PUT", "/notifications/{id:int}/read", mark_read, "Mark one read", response=Unread),
]
