"""A thread's page for one reader, put together from what is kept for all."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from cachetools import LRUCache
from markupsafe import escape
from starlette.requests import Request
from starlette.responses import Response

from discussions import policy
from discussions.cards import Viewer, card_piece, viewer_of
from discussions.queries.reading import ThreadPage
from discussions.queries.windows import Window
from discussions.sending import reply_draft
from hub import pages
from hub.database import new_uid
from hub.i18n import current_locale
from hub.identity import Reader
from hub.pages import Piece, Skeleton
from hub.vocabulary.experts import is_expert

# Readers differ in what they may do, what they chose to hear of, and where their news begin.
MOST_SKELETONS = 16

TEMPLATE = "discussions/thread.html"


@dataclass(frozen=True)
class May:
    """Which actions the page offers its reader; the operations decide again."""

    reply: bool
    edit: bool
    audience: bool
    moderate: bool
    unassign: bool
    tell: bool
    accept: bool

    @classmethod
    async def of(cls, reader: Reader, page: ThreadPage) -> "May":
        """Without a question to the database: who is an expert of what is kept."""
        thread = page.thread
        expert = await is_expert(reader, page.view.term_ids)
        return cls(
            reply=policy.may_reply(reader, thread),
            edit=thread.author_id == reader.id or reader.is_lead,
            audience=policy.may_choose_audience(reader, thread),
            moderate=policy.may_moderate(reader),
            unassign=policy.may_assign(reader, thread, None),
            tell=thread.author_id == reader.id,
            accept=policy.may_accept(reader, thread, expert=expert),
        )


@dataclass(frozen=True)
class _Rendered:
    """What was rendered of a window; the cards are those for people who have no part in its posts."""

    skeletons: LRUCache[Hashable, Skeleton] = field(default_factory=lambda: LRUCache(MOST_SKELETONS))
    cards: dict[Viewer, dict[str, Piece]] = field(default_factory=dict)
    strategies: LRUCache[int, Piece] = field(default_factory=lambda: LRUCache(MOST_SKELETONS))


_rendered: WeakKeyDictionary[Window, _Rendered] = WeakKeyDictionary()


async def show(request: Request, reader: Reader, page: ThreadPage) -> Response:
    """The page, or 304 when the browser has it already."""
    rendered = _rendered.setdefault(page.window, _Rendered())
    may = await May.of(reader, page)
    key = (may, page.visit.level, page.visit.own_level, page.first_new, page.pages, page.space)
    skeleton = rendered.skeletons.get(key)
    if skeleton is None:
        skeleton = rendered.skeletons[key] = pages.make_skeleton(TEMPLATE, **_context(page, may))
    pieces = _cards(rendered, page.window, reader, may) | _strategies(rendered, page.window, reader) | _uid()
    # A new uid for the next reply makes no new page; `send_reply` copes with windows that show one page.
    return await pages.fill(request, skeleton, pieces, once=["uid"])


async def show_again(
    request: Request,
    reader: Reader,
    page: ThreadPage,
    *,
    values: dict[str, Any],
    errors: dict[str, str],
    status: int,
    **context: Any,
) -> Response:
    """The page with a reply that could not be posted, and what was wrong with it."""
    rendered = _rendered.setdefault(page.window, _Rendered())
    may = await May.of(reader, page)
    context |= _context(page, may) | {"values": values, "errors": errors}
    pieces = _cards(rendered, page.window, reader, may) | _strategies(rendered, page.window, reader)
    pieces |= _uid(values.get("uid"))
    return await pages.render(request, TEMPLATE, status=status, pieces=pieces, **context)


def _context(page: ThreadPage, may: May) -> dict[str, Any]:
    return {
        "nav": "threads",
        "page": page,
        "page_url": lambda number: f"/threads/{page.view.id}?page={number}",
        "may": may,
        "draft_key": reply_draft(page.view.id),
        "values": {},
        "errors": {},
    }


def _cards(rendered: _Rendered, window: Window, reader: Reader, may: May) -> dict[str, Piece]:
    if reader.id in window.people:
        return {
            f"post-{post.id}": card_piece(post, window.view, viewer_of(reader, post, accepts=may.accept))
            for post in window.posts
        }
    viewer = Viewer(leads=reader.is_lead, accepts=may.accept, votes=True)
    if viewer not in rendered.cards:
        rendered.cards[viewer] = {
            f"post-{post.id}": card_piece(post, window.view, viewer) for post in window.posts
        }
    return rendered.cards[viewer]


def _strategies(rendered: _Rendered, window: Window, reader: Reader) -> dict[str, Piece]:
    """The list of strategies, one for all who have neither written nor voted for any."""
    strategies = window.highlights.strategies
    involved = {post.author.id for post in strategies}.union(
        *(post.strategy.voters for post in strategies if post.strategy)
    )
    key = reader.id if reader.id in involved else 0
    if key not in rendered.strategies:
        html = pages.render_text(
            "discussions/strategies/list.html",
            current_locale(),
            strategies=strategies,
            thread=window.view,
            reader_id=key,
        )
        rendered.strategies[key] = Piece.of(html)
    return {"strategies": rendered.strategies[key]}


def _uid(uid: object = None) -> dict[str, Piece]:
    value = escape(uid or new_uid())
    return {"uid": Piece.of(f'<input type="hidden" name="uid" value="{value}" form="reply">')}
