"""One thread as somebody reads it: the window of posts that fits, what is new, what they chose."""

from dataclasses import dataclass
from typing import Any

from discussions import policy
from discussions.models import Post, Thread, WatchLevel
from discussions.queries.choices import LARGEST_ID
from discussions.queries.highlights import Highlights, views_of
from discussions.queries.posts import PostView
from discussions.queries.threads import RELATED, ThreadView, thread_view
from discussions.queries.windows import POSTS_ON_A_PAGE, Window, page_of, window_of
from discussions.watching.rule import level_of
from hub.database import connection
from hub.errors import NotFound
from hub.identity import Reader

# A browser that has missed more than this reloads the page.
MOST_CHANGES = 100

# All that differs between two readers of the same page, and what decides whether they may read it.
_VISIT = f"""
SELECT version, last_number, audience_id, author_id, hidden_at IS NOT NULL AS hidden,
    (SELECT last_number FROM read_mark WHERE thread_id = thread.id AND user_id = $2) AS seen,
    {level_of("$2", "thread.id")} AS level,
    (SELECT level FROM watch WHERE thread_id = thread.id AND user_id = $2) AS own_level
FROM thread WHERE id = $1
"""  # noqa: S608  # no value from outside


@dataclass(frozen=True)
class Visit:
    """How a thread stands and how a reader stands to it.

    They have been shown every post up to number `seen`, None before the first visit. `own_level` is what they chose
    for this very thread, `level` what follows from all that they chose.
    """

    version: int
    last_number: int
    audience_id: int
    author_id: int
    hidden: bool
    seen: int | None
    level: WatchLevel
    own_level: WatchLevel | None


@dataclass(frozen=True)
class ThreadPage:
    """A page of a thread for one reader; `first_new` is the number of the first post that is news to them."""

    window: Window
    visit: Visit
    pages: int
    first_new: int | None
    space: str | None

    @property
    def thread(self) -> Thread:
        return self.window.thread

    @property
    def view(self) -> ThreadView:
        return self.window.view

    @property
    def page(self) -> int:
        return self.window.page

    @property
    def last_number(self) -> int:
        """The number up to which this page shows the thread."""
        return min(self.page * POSTS_ON_A_PAGE, self.view.last_number)

    @property
    def seen(self) -> int:
        return self.visit.seen or 0


async def find_thread(reader: Reader, thread_id: int) -> Thread:
    """A visible thread with all it takes to show it; NotFound otherwise."""
    threads = policy.visible_to(reader).select_related(*RELATED).prefetch_related("terms")
    thread = await threads.get_or_none(id=min(thread_id, LARGEST_ID))
    if thread is None:
        raise NotFound
    return thread


async def find_thread_row(reader: Reader, thread_id: int) -> Thread:
    """A visible thread alone, which is enough to write in it; NotFound otherwise."""
    thread = await policy.visible_to(reader).get_or_none(id=min(thread_id, LARGEST_ID))
    if thread is None:
        raise NotFound
    return thread


async def find_post(reader: Reader, post_id: int) -> Post:
    """A visible post with its author and thread; NotFound otherwise."""
    post = (
        await policy.visible_posts(reader)
        .select_related("author", "thread")
        .get_or_none(id=min(post_id, LARGEST_ID))
    )
    if post is None:
        raise NotFound
    return post


async def visit(reader: Reader, thread_id: int) -> Visit:
    """How a reader stands to a thread that they may see; NotFound otherwise."""
    rows = await connection().execute_query_dict(_VISIT, [min(thread_id, LARGEST_ID), reader.id])
    found = _visit(**rows[0]) if rows else None
    if found is None or not policy.may_see(reader, found):
        raise NotFound
    return found


def _visit(level: str, own_level: str | None, **columns: Any) -> Visit:
    return Visit(level=WatchLevel(level), own_level=WatchLevel(own_level) if own_level else None, **columns)


async def thread_page(
    reader: Reader, thread_id: int, *, page: int | None = None, number: int | None = None
) -> ThreadPage:
    """The asked page, or the one with post `number`, or the one on which the reader's unread posts begin."""
    found = await visit(reader, thread_id)
    if page is None:
        page = page_of(number or (min(found.seen + 1, found.last_number) if found.seen else 1))
    pages = page_of(found.last_number)
    window = await window_of(thread_id, found.version, max(1, min(page, pages)))
    space = window.thread.space
    return ThreadPage(
        window=window,
        visit=found,
        pages=pages,
        first_new=_first_new(reader, window.replies, found.seen or 0),
        space=space.name if space.audience_id in reader.audience_ids else None,
    )


def _first_new(reader: Reader, replies: list[PostView], seen: int) -> int | None:
    """Where "new since your last visit" stands.

    Nowhere on a first visit, above one's own posts alone, or on a page that follows unread ones.
    """
    if not seen or not replies or not replies[0].number - 1 <= seen < replies[-1].number:
        return None
    others = [post.number for post in replies if post.number > seen and post.author.id != reader.id]
    return min(others, default=None)


@dataclass(frozen=True)
class Changes:
    """What changed in a thread since a version; `complete` is false when it is too much to be merged."""

    view: ThreadView
    posts: list[PostView]
    highlights: Highlights
    complete: bool


async def changes_since(reader: Reader, thread_id: int, version: int) -> Changes:
    """Every post that was written, edited, reacted to, accepted or deleted after `version`, oldest number first.

    After a restart everybody asks at once, so what a kept window shows is not loaded again.
    """
    found = await visit(reader, thread_id)
    if page_of(found.last_number) == 1:
        window = await window_of(thread_id, found.version, 1)
        changed = [post for post in window.posts if post.version > version]
        return Changes(window.view, changed, window.highlights, complete=True)
    thread = await find_thread(reader, thread_id)
    posts = await (
        Post.filter(thread_id=thread_id, version__gt=min(version, LARGEST_ID))
        .select_related("author")
        .order_by("number")
        .limit(MOST_CHANGES + 1)
    )
    complete = len(posts) <= MOST_CHANGES
    views, highlights = await views_of(thread, posts if complete else [])
    return Changes(thread_view(thread, list(thread.terms)), views, highlights, complete)
