"""What browsers are sent when something happens in a thread.

A frame is rendered once for each language and sent to every socket that may see the thread: nothing in it depends
on who reads it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from discussions.cards import card
from discussions.events import (
    OutcomeAsked,
    OutcomeTold,
    PostDeleted,
    PostEdited,
    ReactionChanged,
    ReplyPosted,
    StrategyCommentDeleted,
    StrategyCommented,
    StrategyMarked,
    StrategyUnmarked,
    StrategyVoted,
    ThreadEvent,
    ThreadPosted,
)
from discussions.lines import line
from discussions.models import Post, Thread
from discussions.queries.highlights import Highlights, highlights_of
from discussions.queries.posts import PostView, post_views, untouched
from discussions.queries.rows import row_for_all
from discussions.queries.threads import RELATED, ThreadView, thread_view
from hub.database import connection
from hub.i18n import in_locale
from hub.outbox import Happened
from hub.pages import render_text

# What these change shows on the post's card alone.
_CARD_ONLY = (ReactionChanged,)
# What these change shows in no list of threads.
_IN_NO_ROW = (
    PostEdited,
    PostDeleted,
    ReactionChanged,
    StrategyMarked,
    StrategyUnmarked,
    StrategyVoted,
    StrategyCommented,
    StrategyCommentDeleted,
    OutcomeAsked,
    OutcomeTold,
)

_ACCESS = "SELECT id, audience_id, hidden_at IS NOT NULL AS hidden, author_id FROM thread WHERE id = ANY($1)"


@dataclass(frozen=True)
class Frame:
    """A live message. `html` holds elements that carry an id and replace those of the same id.

    `id` is the element that the event is about, `number` the place of a post in its thread. Whoever heard everything up
    to a frame has everything up to its `version`; the elements may be newer. None tells nothing of that.
    """

    topic: str
    event: str
    id: str
    html: str
    version: int | None
    number: int | None = None


@dataclass(frozen=True)
class TopicAccess:
    """What decides who may hear of a thread: members of its audience; of a hidden one leads and its author."""

    audience_id: int
    hidden: bool
    author_id: int


async def topic_audience(thread_id: int) -> TopicAccess | None:
    """Who may hear of a thread; None when there is no such thread."""
    return (await topic_audiences([thread_id])).get(thread_id)


async def topic_audiences(thread_ids: Iterable[int]) -> dict[int, TopicAccess]:
    """Who may hear of each of these threads, as far as they exist."""
    rows = await connection().execute_query_dict(_ACCESS, [list(thread_ids)])
    return {row.pop("id"): TopicAccess(**row) for row in rows}


async def render_event(happened: Happened, locales: Iterable[str]) -> dict[str, Frame]:
    """The frames for those who have the thread open, by language; empty when there is nothing to show."""
    event = happened.event
    if not isinstance(event, ThreadEvent) or isinstance(event, ThreadPosted):
        return {}
    thread = await _load(event.thread_id)
    if thread is None:
        return {}
    posts = await _posts(event)
    card_only = isinstance(event, _CARD_ONLY)
    highlights = None if card_only else await highlights_of(thread)
    frame = Frame(
        topic=f"thread:{thread.id}",
        event=event.type,
        id=f"post-{posts[0].id}" if posts else f"thread-{thread.id}-header",
        html="",
        version=event.version,
        number=posts[0].number if posts else None,
    )
    frames = {}
    for locale in locales:
        with in_locale(locale):
            view = thread_view(thread, list(thread.terms))
            html = "".join(card(post, view) for post in posts)
            if highlights:
                html += head(view, highlights, locale)
        frames[locale] = replace(frame, html=html)
    return frames


async def render_row(happened: Happened, locales: Iterable[str]) -> dict[str, Frame]:
    """The frames for those who look at a list of threads, by language; empty when no row changes."""
    event = happened.event
    if not isinstance(event, ThreadEvent) or isinstance(event, _IN_NO_ROW):
        return {}
    make = await row_for_all(event.thread_id)
    if make is None:
        return {}
    frames = {}
    for locale in locales:
        with in_locale(locale):
            row = make()
            if isinstance(event, ThreadPosted | ReplyPosted):
                row = replace(row, states=[*row.states, "new"])
            html = line(row)
        frames[locale] = Frame("threads", event.type, f"thread-{row.id}", html, row.version)
    return frames


def head(thread: ThreadView, highlights: Highlights, locale: str) -> str:
    """The parts of a thread's page that stand above its replies."""
    return str(render_text("discussions/live_head.html", locale, thread=thread, highlights=highlights))


async def _load(thread_id: int) -> Thread | None:
    return await Thread.all().select_related(*RELATED).prefetch_related("terms").get_or_none(id=thread_id)


async def _posts(event: ThreadEvent) -> list[PostView]:
    """The post that an event is about, if there is one."""
    post_id: int | None = getattr(event, "post_id", None)
    posts = await Post.filter(id=post_id).select_related("author") if post_id else []
    # Nobody has reacted to what is still as it was written, since that would have changed its version.
    if isinstance(event, ReplyPosted) and all(post.version == event.version for post in posts):
        return [untouched(post) for post in posts]
    return await post_views(posts)
