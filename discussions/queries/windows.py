"""A page of a thread as everybody sees it, loaded once for each version and language and kept."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from discussions.models import Post, Thread
from discussions.queries.posts import PostView, accepted_posts, post_views
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
    answers: list[PostView]
    readers: str

    @property
    def posts(self) -> list[PostView]:
        return [self.case, *self.replies] if self.case else self.replies

    @cached_property
    def people(self) -> frozenset[int]:
        """Those whose cards differ from those of others: who wrote or reacted here."""
        reactors = (ids for post in self.posts for ids in post.reactions.values())
        return frozenset(post.author.id for post in self.posts).union(*reactors)

    @property
    def characters(self) -> int:
        """How much is kept, with the pieces that will be made of it."""
        return 4000 + sum(1000 + len(post.body) + 2 * len(post.html) for post in [*self.posts, *self.answers])


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
    views, answers = await views_of(thread, await _posts(thread, page))
    case = views.pop(0) if views and views[0].number == 1 else None
    window = Window(
        thread=thread,
        view=thread_view(thread, list(thread.terms)),
        page=page,
        case=case,
        replies=views,
        answers=answers,
        readers=await audiences.label(thread.audience),
    )
    return _windows.put(key, window)


async def _posts(thread: Thread, page: int) -> list[Post]:
    first = (page - 1) * POSTS_ON_A_PAGE + 1
    posts = Post.filter(thread_id=thread.id, number__gte=first, number__lt=first + POSTS_ON_A_PAGE)
    return await posts.select_related("author").order_by("number")


async def views_of(thread: Thread, posts: Sequence[Post]) -> tuple[list[PostView], list[PostView]]:
    """The views of some posts of a thread, and those of its accepted answers."""
    accepted = await accepted_posts(thread.id) if thread.answer_count else []
    views = {view.id: view for view in await post_views([*posts, *accepted])}
    return [views[post.id] for post in posts], [views[post.id] for post in accepted]


def page_of(number: int) -> int:
    """The page of a thread that shows the post with this number."""
    return (number - 1) // POSTS_ON_A_PAGE + 1
