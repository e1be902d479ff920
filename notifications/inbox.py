"""What the inbox shows: notifications grouped by thread, with titles that the reader may see now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.functions import Count, Max

from discussions import policy as discussions
from discussions.models import Post
from discussions.queries.posts import post_url
from hub.accounts.models import User
from hub.identity import Reader
from notifications.models import Kind, Notification
from notifications.policy import visible_to
from notifications.wording import sentence

PAGE = 30
# Of a very busy thread the newest lines say enough.
MOST_OF_A_THREAD = 50

# What calls for an answer comes before what is merely good to know.
_WEIGHT = (Kind.ASSIGNED, Kind.MENTION, Kind.ANSWER_ACCEPTED, Kind.PROMOTED, Kind.REPLY)


@dataclass(frozen=True)
class Line:
    """One plain sentence about notifications of one kind. `uid` is the oldest of them: where reading begins."""

    uid: UUID
    kind: Kind
    text: str
    count: int
    unread: bool
    at: datetime


@dataclass(frozen=True)
class Group:
    """A thread with what happened in it. `actor` did what happened last."""

    thread_id: int
    title: str
    at: datetime
    unread: int
    actor: User | None
    lines: list[Line]

    @property
    def mixed(self) -> bool:
        """Whether some of it was read and some was not."""
        return len({line.unread for line in self.lines}) > 1


async def unread_count(reader: Reader) -> int:
    """The number on the bell."""
    return int(await visible_to(reader).filter(read_at__isnull=True).count())


async def unread_by_topic(reader: Reader) -> dict[str, int]:
    """The number on the bell, apart by topic."""
    unread = visible_to(reader).filter(read_at__isnull=True).annotate(unread=Count("id")).group_by("topic")
    return {str(row["topic"]): int(row["unread"]) for row in await unread.values("topic", "unread")}


async def groups(reader: Reader, *, before: datetime | None = None, limit: int = PAGE) -> list[Group]:
    """Threads with news for the reader, latest news first; `before` is where an earlier page ended."""
    latest = visible_to(reader).annotate(latest=Max("created_at")).group_by("thread_id").order_by("-latest")
    if before:
        latest = latest.filter(latest__lt=before)
    thread_ids = [int(row["thread_id"]) for row in await latest.limit(limit).values("thread_id", "latest")]
    titles = await titles_of(reader, thread_ids)
    found = await (
        visible_to(reader)
        .filter(thread_id__in=thread_ids)
        .order_by("-created_at", "-id")
        .limit(limit * MOST_OF_A_THREAD)
        .select_related("actor")
    )
    posts = await posts_of([it for it in found if it.kind is Kind.ANSWER_ACCEPTED])
    by_thread: dict[int, list[Notification]] = {
        thread_id: [] for thread_id in thread_ids if thread_id in titles
    }
    for notification in found:
        if notification.thread_id in by_thread:
            by_thread[notification.thread_id].append(notification)
    mine = {it.id for it in found if is_own(reader, it, posts)}
    return [
        _group(id_, titles[id_], alike[:MOST_OF_A_THREAD], mine) for id_, alike in by_thread.items() if alike
    ]


async def titles_of(reader: Reader, thread_ids: Sequence[int]) -> dict[int, str]:
    """The titles of those threads that the reader may see."""
    threads = discussions.visible_to(reader).filter(id__in=list(thread_ids))
    return {thread.id: thread.title for thread in await threads.only("id", "title")}


async def posts_of(notifications: Sequence[Notification]) -> dict[int, Post]:
    """The posts that notifications are about, by id, with what their addresses and sentences need."""
    ids = [it.post_id for it in notifications if it.post_id]
    return {
        post.id: post for post in await Post.filter(id__in=ids).only("id", "thread_id", "number", "author_id")
    }


def path_of(notification: Notification, posts: dict[int, Post]) -> str:
    """The path of the page that a notification is about."""
    if notification.article_id:
        return f"/articles/{notification.article_id}"
    if post := posts.get(notification.post_id or 0):
        return post_url(post.thread_id, post.id, post.number)
    return f"/threads/{notification.thread_id}"


def is_own(reader: Reader, notification: Notification, posts: dict[int, Post]) -> bool:
    """Whether the post in question is the reader's."""
    post = posts.get(notification.post_id or 0)
    return post is not None and post.author_id == reader.id


def _group(thread_id: int, title: str, notifications: Sequence[Notification], mine: set[int]) -> Group:
    alike: dict[tuple[Kind, bool, bool], list[Notification]] = {}
    for it in notifications:
        alike.setdefault((it.kind, it.read_at is None, it.id in mine), []).append(it)
    lines = [_line(same, mine=own) for (_kind, _unread, own), same in alike.items()]
    lines.sort(key=lambda line: (not line.unread, _WEIGHT.index(line.kind)))
    newest = notifications[0]
    unread = sum(it.read_at is None for it in notifications)
    return Group(thread_id, title, newest.created_at, unread, newest.actor, lines)


def _line(same: Sequence[Notification], *, mine: bool) -> Line:
    names = dict.fromkeys(it.actor.name for it in same if it.actor)
    return Line(
        uid=same[-1].uid,
        kind=same[0].kind,
        text=sentence(same[0].kind, list(names), mine=mine),
        count=len(same),
        unread=same[0].read_at is None,
        at=same[0].created_at,
    )
