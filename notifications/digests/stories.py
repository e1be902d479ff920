"""What a digest says: one story for each thread or article, the most important first.

The order is that of three numbers, each deciding only where those before it are equal:

1. what it is to the reader: 0 when they are mentioned, were given the case, asked it or work on it, when something
   waits for them or was decided for them; 1 when an answer was accepted or something went into the knowledge base;
   2 for everything else;
2. how many different people did something, most first;
3. when the last thing happened, newest first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from discussions.models import Post, Thread
from hub.i18n import _
from hub.identity import Reader
from hub.text import excerpt, plain
from knowledge.models import Article
from notifications.inbox import MOST_URGENT_FIRST, is_own, titles_of
from notifications.models import Kind, Notification
from notifications.wording import sentence

# What happened says itself why it is told.
_PERSONAL = {Kind.MENTION, Kind.ASSIGNED, Kind.TASK, Kind.DECISION, Kind.OUTCOME, Kind.DEFECT}

# The first words of the post or article; about two lines on a phone.
LONGEST_WORDS = 140


@dataclass(frozen=True)
class Story:
    """A thread or article with what happened there; `path` is where it is opened.

    `why` says what it is to the reader, and is empty where what happened says so.
    """

    title: str
    path: str
    why: str
    happened: list[str]
    words: str
    rank: tuple[int, int, float]


async def stories(reader: Reader, notifications: Sequence[Notification]) -> list[Story]:
    """What these notifications of somebody tell, the most important first; in the current language."""
    titles = await titles_of(reader, [it.topic for it in notifications])
    sources = await _sources(notifications)
    by_topic: dict[str, list[Notification]] = {}
    for notification in notifications:
        by_topic.setdefault(notification.topic, []).append(notification)
    told = [
        _story(reader, titles[topic], alike, sources) for topic, alike in by_topic.items() if topic in titles
    ]
    return sorted(told, key=lambda story: story.rank)


def rank(level: int, people: int, latest: datetime) -> tuple[int, int, float]:
    """The place of a story: those with smaller numbers come first."""
    return (level, -people, -latest.timestamp())


@dataclass(frozen=True)
class _Sources:
    threads: dict[int, Thread]
    posts: dict[int, Post]
    articles: dict[int, Article]


async def _sources(notifications: Sequence[Notification]) -> _Sources:
    threads = Thread.filter(id__in=[it.thread_id for it in notifications if it.thread_id])
    posts = Post.filter(id__in=[it.post_id for it in notifications if it.post_id])
    articles = Article.filter(id__in=[it.article_id for it in notifications if it.article_id])
    return _Sources(
        {thread.id: thread for thread in await threads.only("id", "author_id", "assignee_id")},
        {post.id: post for post in await posts.only("id", "author_id", "html")},
        {article.id: article for article in await articles.only("id", "summary")},
    )


def _story(reader: Reader, title: str, alike: Sequence[Notification], sources: _Sources) -> Story:
    thread = sources.threads.get(alike[0].thread_id or 0)
    own = {it.id for it in alike if is_own(reader, it, sources.posts)}
    chief = min(alike, key=lambda it: MOST_URGENT_FIRST.index(it.kind))
    return Story(
        title=title,
        path=f"/notifications/{alike[-1].uid}",
        why=_why(reader, {it.kind for it in alike}, thread, own=bool(own)),
        happened=_happened(alike, own),
        words=_words(chief, sources),
        rank=rank(
            _level(reader, {it.kind for it in alike}, thread),
            len({it.actor_id for it in alike}),
            alike[0].created_at,
        ),
    )


def _level(reader: Reader, kinds: set[Kind], thread: Thread | None) -> int:
    if kinds & _PERSONAL or _is_theirs(reader, thread):
        return 0
    return 1 if kinds & {Kind.ANSWER_ACCEPTED, Kind.PROMOTED} else 2


def _why(reader: Reader, kinds: set[Kind], thread: Thread | None, *, own: bool) -> str:
    if kinds & _PERSONAL:
        return ""
    if thread and thread.assignee_id == reader.id:
        return _("You work on it")
    if thread and thread.author_id == reader.id:
        return _("Your case")
    if own or Kind.PROMOTED in kinds:
        return _("Your answer")
    return _("You follow it")


def _is_theirs(reader: Reader, thread: Thread | None) -> bool:
    return thread is not None and reader.id in (thread.author_id, thread.assignee_id)


def _happened(alike: Sequence[Notification], own: set[int]) -> list[str]:
    """A sentence for each kind and reason of what happened, what calls for an answer first."""
    together: dict[tuple[Kind, str, bool], dict[str, None]] = {}
    for it in sorted(alike, key=lambda it: MOST_URGENT_FIRST.index(it.kind)):
        names = together.setdefault((it.kind, it.reason, it.id in own), {})
        if it.actor:
            names[it.actor.name] = None
    return [
        sentence(kind, list(names), reason=reason, mine=mine)
        for (kind, reason, mine), names in together.items()
    ]


def _words(notification: Notification, sources: _Sources) -> str:
    if article := sources.articles.get(notification.article_id or 0):
        return excerpt(article.summary, LONGEST_WORDS)
    post = sources.posts.get(notification.post_id or 0)
    return excerpt(plain(post.html), LONGEST_WORDS) if post else ""
