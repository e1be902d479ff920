"""A page of a thread as everybody sees it, loaded once for each version and language and kept."""

import asyncio
from dataclasses import dataclass
from functools import cached_property

from discussions.models import Post, Thread
from discussions.queries.highlights import Highlights, views_of
from discussions.queries.posts import PostView
from discussions.queries.threads import RELATED, ThreadView, thread_view
from hub.audiences import queries as audiences
from hub.errors import NotFound
from hub.i18n import current_locale
from hub.keeping import Store

POSTS_ON_A_PAGE = 50


@dataclass(frozen=True, eq=False)
class Window:
    """A page of a thread. `case` is the first post, `replies` the others of this page in order."""

    thread: Thread
    view: ThreadView
    page: int
    case: PostView | None
    replies: list[PostView]
    highlights: Highlights
    readers: str

    @property
    def posts(self) -> list[PostView]:
        return [self.case, *self.replies] if self.case else self.replies

    @cached_property
    def people(self) -> frozenset[int]:
        """Those whose cards differ from those of others: who wrote, reacted, voted or commented here."""
        reactors = (ids for post in self.posts for ids in post.reactions.values())
        strategies = [post.strategy for post in self.posts if post.strategy]
        voters = (strategy.voters for strategy in strategies)
        commenters = ([comment.author.id for comment in strategy.comments] for strategy in strategies)
        return frozenset(post.author.id for post in self.posts).union(*reactors, *voters, *commenters)

    @property
    def characters(self) -> int:
        """How much is kept, with the pieces that will be made of it."""
        above = [*self.highlights.answers, *self.highlights.strategies]
        return 4000 + sum(1000 + len(post.body) + 2 * len(post.html) for post in [*self.posts, *above])


Key = tuple[int, int, str]

_windows: Store[Key, Window] = Store()
# Many ask at once for a page that has just changed; one of them loads it.
_loading: dict[Key, asyncio.Task[Window]] = {}


async def window_of(thread_id: int, version: int, page: int) -> Window:
    """The window of a thread at `version` or later, in the current language; NotFound when the thread is gone.

    Whoever asks has found out that the reader may see the thread.
    """
    key = (thread_id, page, current_locale())
    window = _windows.get(key)
    while window is None or window.view.version < version:
        loading = _loading.get(key)
        if loading is None:
            loading = _loading[key] = asyncio.create_task(_load_alone(key))
        # Who stops waiting does not stop it for the others.
        window = await asyncio.shield(loading)
    return window


async def _load_alone(key: Key) -> Window:
    try:
        return await _load(key)
    finally:
        # Not in a callback, which comes later: waiting for what is done already lets nothing else happen.
        del _loading[key]


async def _load(key: Key) -> Window:
    thread_id, page, _locale = key
    # The thread first: what is written meanwhile makes its posts newer than its version, and is merged once more.
    threads = Thread.filter(id=thread_id).select_related(*RELATED).prefetch_related("terms")
    thread = await threads.first()
    if thread is None:
        raise NotFound
    views, highlights = await views_of(thread, await _posts(thread, page))
    case = views.pop(0) if views and views[0].number == 1 else None
    window = Window(
        thread=thread,
        view=thread_view(thread, list(thread.terms)),
        page=page,
        case=case,
        replies=views,
        highlights=highlights,
        readers=await audiences.label(thread.audience),
    )
    return _windows.put(key, window)


async def _posts(thread: Thread, page: int) -> list[Post]:
    first = (page - 1) * POSTS_ON_A_PAGE + 1
    posts = Post.filter(thread_id=thread.id, number__gte=first, number__lt=first + POSTS_ON_A_PAGE)
    return await posts.select_related("author").order_by("number")


def page_of(number: int) -> int:
    """The page of a thread that shows the post with this number."""
    return (number - 1) // POSTS_ON_A_PAGE + 1
