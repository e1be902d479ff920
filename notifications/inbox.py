"""What the inbox shows: notifications grouped by thread or article, with titles that the reader may see now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.functions import Count, Max

from discussions import policy as discussions
from discussions.models import Post
from discussions.queries.posts import post_url
from hub.accounts.models import User
from hub.audiences.models import Group as Team
from hub.identity import Reader
from knowledge import policy as knowledge
from knowledge.defects import policy as defects
from knowledge.gaps import queries as gaps
from knowledge.models import Recovery
from notifications import reasons
from notifications.models import Kind, Notification
from notifications.policy import visible_to
from notifications.topics import (
    article_of,
    article_topic,
    defect_of,
    defect_topic,
    gap_of,
    gap_topic,
    opinion_topic,
    opinion_topic_of,
    recovery_of,
    recovery_topic,
    sealing_of,
    sealing_topic,
    thread_of,
    topic_of,
)
from notifications.wording import sentence

PAGE = 30
# Of a very busy thread the newest lines say enough.
MOST_OF_A_THREAD = 50

# What calls for an answer comes before what is merely good to know.
MOST_URGENT_FIRST = (
    Kind.ASSIGNED,
    Kind.TASK,
    Kind.MENTION,
    Kind.OUTCOME,
    Kind.DECISION,
    Kind.DEFECT,
    Kind.ANSWER_ACCEPTED,
    Kind.PROMOTED,
    Kind.REPLY,
    Kind.NEW_CASE,
    Kind.NEW_ARTICLE,
    Kind.TOPIC,
)


@dataclass(frozen=True)
class Line:
    """One plain sentence about notifications of one kind and reason. `uid` is the oldest: where reading begins."""

    uid: UUID
    kind: Kind
    text: str
    count: int
    unread: bool
    at: datetime


@dataclass(frozen=True)
class Group:
    """A thread or another thing with what happened there; `actor` did what happened last."""

    topic: str
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
    """Threads and articles with news for the reader, latest news first; `before` is where an earlier page ended."""
    latest = visible_to(reader).annotate(latest=Max("created_at")).group_by("topic").order_by("-latest")
    if before:
        latest = latest.filter(latest__lt=before)
    topics = [str(row["topic"]) for row in await latest.limit(limit).values("topic", "latest")]
    titles = await titles_of(reader, topics)
    found = await (
        visible_to(reader)
        .filter(topic__in=topics)
        .order_by("-created_at", "-id")
        .limit(limit * MOST_OF_A_THREAD)
        .select_related("actor")
    )
    posts = await posts_of([it for it in found if it.kind is Kind.ANSWER_ACCEPTED])
    by_topic: dict[str, list[Notification]] = {topic: [] for topic in topics if topic in titles}
    for notification in found:
        if notification.topic in by_topic:
            by_topic[notification.topic].append(notification)
    mine = {it.id for it in found if is_own(reader, it, posts)}
    return [
        _group(topic, titles[topic], alike[:MOST_OF_A_THREAD], mine)
        for topic, alike in by_topic.items()
        if alike
    ]


async def titles_of(reader: Reader, topics: Iterable[str]) -> dict[str, str]:
    """The titles of those things that the reader may see, by topic. Of a report it is the reference, and no word."""
    asked = set(topics)
    threads = [id_ for topic in asked if (id_ := thread_of(topic))]
    articles = [id_ for topic in asked if (id_ := article_of(topic))]
    missing = [id_ for topic in asked if (id_ := gap_of(topic))]
    titles: dict[str, str] = {}
    if threads:
        seen = discussions.visible_to(reader).filter(id__in=threads)
        titles |= {topic_of(thread.id): thread.title for thread in await seen.only("id", "title")}
    if articles:
        read = knowledge.visible_to(reader).filter(id__in=articles)
        titles |= {article_topic(article.id): article.title for article in await read.only("id", "title")}
    if missing:
        titles |= {gap_topic(id_): title for id_, title in (await gaps.titles(reader, missing)).items()}
    return titles | await _titles_of_team(reader, asked)


async def _titles_of_team(reader: Reader, asked: Iterable[str]) -> dict[str, str]:
    references = [reference for topic in asked if (reference := defect_of(topic))]
    uids = [uid for topic in asked if (uid := opinion_topic_of(topic))]
    titles: dict[str, str] = {}
    if references:
        read = defects.visible_to(reader).filter(reference__in=references)
        titles |= {defect_topic(it.reference): it.reference for it in await read.only("id", "reference")}
    if uids:
        asking = defects.topics_visible_to(reader).filter(uid__in=uids)
        titles |= {opinion_topic(it.uid): it.title for it in await asking.only("id", "uid", "title")}
    return titles | await _titles_of_keys(asked)


async def _titles_of_keys(asked: Iterable[str]) -> dict[str, str]:
    """The names of teams whose keys somebody was told of. Everybody may know those."""
    teams = [uid for topic in asked if (uid := sealing_of(topic))]
    recoveries = [uid for topic in asked if (uid := recovery_of(topic))]
    titles: dict[str, str] = {}
    if teams:
        titles |= {sealing_topic(it.uid): it.name for it in await Team.filter(uid__in=teams)}
    if recoveries:
        found = await Recovery.filter(uid__in=recoveries).select_related("key__team")
        titles |= {recovery_topic(it.uid): it.key.team.name for it in found}
    return titles


async def posts_of(notifications: Sequence[Notification]) -> dict[int, Post]:
    """The posts that notifications are about, by id, with what their addresses and sentences need."""
    ids = [it.post_id for it in notifications if it.post_id]
    return {
        post.id: post for post in await Post.filter(id__in=ids).only("id", "thread_id", "number", "author_id")
    }


def path_of(notification: Notification, posts: dict[int, Post]) -> str:
    """The path of the page that a notification is about."""
    if notification.kind is Kind.OUTCOME and notification.thread_id:
        return f"/threads/{notification.thread_id}/outcome"
    if (reason := reasons.find(notification.reason)) and reason.path:
        return reason.path.format(article=notification.article_id, thread=notification.thread_id)
    if reference := defect_of(notification.topic):
        return f"/defects/{reference}"
    if uid := opinion_topic_of(notification.topic):
        return f"/topics/{uid}"
    if team := sealing_of(notification.topic):
        return f"/sealing/teams/{team}"
    if recovery := recovery_of(notification.topic):
        return f"/sealing/recoveries/{recovery}"
    if gap_id := gap_of(notification.topic):
        return f"/gaps#gap-{gap_id}"
    if notification.article_id:
        return f"/articles/{notification.article_id}"
    if post := posts.get(notification.post_id or 0):
        return post_url(post.thread_id, post.id, post.number)
    return f"/threads/{notification.thread_id}"


def is_own(reader: Reader, notification: Notification, posts: dict[int, Post]) -> bool:
    """Whether the post in question is the reader's."""
    post = posts.get(notification.post_id or 0)
    return post is not None and post.author_id == reader.id


def _group(topic: str, title: str, notifications: Sequence[Notification], mine: set[int]) -> Group:
    alike: dict[tuple[Kind, str, bool, bool], list[Notification]] = {}
    for it in notifications:
        alike.setdefault((it.kind, it.reason, it.read_at is None, it.id in mine), []).append(it)
    lines = [_line(same, mine=own) for (_kind, _reason, _unread, own), same in alike.items()]
    lines.sort(key=lambda line: (not line.unread, MOST_URGENT_FIRST.index(line.kind)))
    newest = notifications[0]
    unread = sum(it.read_at is None for it in notifications)
    return Group(topic, title, newest.created_at, unread, newest.actor, lines)


def _line(same: Sequence[Notification], *, mine: bool) -> Line:
    names = dict.fromkeys(it.actor.name for it in same if it.actor)
    return Line(
        uid=same[-1].uid,
        kind=same[0].kind,
        text=sentence(same[0].kind, list(names), reason=same[0].reason, mine=mine),
        count=len(same),
        unread=same[0].read_at is None,
        at=same[0].created_at,
    )
