"""One thread as somebody reads it: the window of posts that fits, what is new, what they may do."""

from collections.abc import Sequence
from dataclasses import dataclass

from discussions import policy
from discussions.models import Post, ReadMark, Thread, Watch
from discussions.queries.choices import LARGEST_ID
from discussions.queries.posts import PostView, accepted_posts, post_views
from discussions.queries.threads import RELATED, ThreadView, thread_view
from hub.audiences import queries as audiences
from hub.errors import NotFound
from hub.identity import Reader

POSTS_ON_A_PAGE = 50

# A browser that has missed more than this reloads the page.
MOST_CHANGES = 100


@dataclass(frozen=True)
class ThreadPage:
    """A page of a thread. `case` is the first post, `replies` the others of this page in order.

    The reader has been shown every post up to number `seen`, 0 before the first visit; `first_new` is the number of
    the first post that others wrote since then.
    """

    thread: Thread
    view: ThreadView
    case: PostView | None
    replies: list[PostView]
    answers: list[PostView]
    page: int
    pages: int
    seen: int
    first_new: int | None
    watching: str
    readers: str
    space: str | None

    @property
    def last_number(self) -> int:
        """The number up to which this page shows the thread."""
        return min(self.page * POSTS_ON_A_PAGE, self.view.last_number)


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


async def thread_page(
    reader: Reader, thread_id: int, *, page: int | None = None, number: int | None = None
) -> ThreadPage:
    """The asked page, or the one with post `number`, or the one on which the reader's unread posts begin."""
    thread = await find_thread(reader, thread_id)
    mark = await ReadMark.get_or_none(thread_id=thread_id, user_id=reader.id)
    seen = mark.last_number if mark else 0
    pages = page_of(thread.last_number)
    if page is None:
        page = page_of(number or (min(seen + 1, thread.last_number) if seen else 1))
    page = max(1, min(page, pages))
    views, answers = await _views(thread, await _window(thread, page))
    case = views.pop(0) if views and views[0].number == 1 else None
    watch = await Watch.get_or_none(thread_id=thread_id, user_id=reader.id)
    shown = thread.space.audience_id in reader.audience_ids
    return ThreadPage(
        thread=thread,
        view=thread_view(thread, list(thread.terms)),
        case=case,
        replies=views,
        answers=answers,
        page=page,
        pages=pages,
        seen=seen,
        first_new=_first_new(reader, views, seen),
        watching=watch.level.value if watch else "",
        readers=await audiences.label(thread.audience),
        space=thread.space.name if shown else None,
    )


def page_of(number: int) -> int:
    """The page of a thread that shows the post with this number."""
    return (number - 1) // POSTS_ON_A_PAGE + 1


async def _window(thread: Thread, page: int) -> list[Post]:
    first = (page - 1) * POSTS_ON_A_PAGE + 1
    posts = Post.filter(thread_id=thread.id, number__gte=first, number__lt=first + POSTS_ON_A_PAGE)
    return await posts.select_related("author").order_by("number")


async def _views(thread: Thread, posts: Sequence[Post]) -> tuple[list[PostView], list[PostView]]:
    """The views of some posts of a thread, and those of its accepted answers."""
    accepted = await accepted_posts(thread.id) if thread.answer_count else []
    views = {view.id: view for view in await post_views([*posts, *accepted])}
    return [views[post.id] for post in posts], [views[post.id] for post in accepted]


def _first_new(reader: Reader, replies: list[PostView], seen: int) -> int | None:
    """Where "new since your last visit" stands.

    Nowhere on a first visit, above one's own posts alone, or on a page that follows unread ones.
    """
    if not seen or not replies or seen < replies[0].number - 1:
        return None
    others = [post.number for post in replies if post.number > seen and post.author.id != reader.id]
    return min(others, default=None)


@dataclass(frozen=True)
class Changes:
    """What changed in a thread since a version; `complete` is false when it is too much to be merged."""

    view: ThreadView
    posts: list[PostView]
    answers: list[PostView]
    complete: bool


async def changes_since(reader: Reader, thread_id: int, version: int) -> Changes:
    """Every post that was written, edited, reacted to, accepted or deleted after `version`, oldest number first."""
    thread = await find_thread(reader, thread_id)
    posts = await (
        Post.filter(thread_id=thread_id, version__gt=min(version, LARGEST_ID))
        .select_related("author")
        .order_by("number")
        .limit(MOST_CHANGES + 1)
    )
    complete = len(posts) <= MOST_CHANGES
    views, answers = await _views(thread, posts if complete else [])
    return Changes(thread_view(thread, list(thread.terms)), views, answers, complete)
