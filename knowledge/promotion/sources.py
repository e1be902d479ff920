"""The posts of a case from which passages can be taken."""

from collections.abc import Iterable

from discussions.models import Thread
from discussions.policy import visible_posts
from discussions.queries.windows import POSTS_ON_A_PAGE
from hub.computing import compute
from hub.identity import Reader
from knowledge.promotion.passages import Source


async def sources_of(reader: Reader, thread: Thread, page: int) -> tuple[list[Source], int | None]:
    """A page of the case's posts, and the number of the next page if there is one.

    The first page begins with the case and its accepted answers, wherever they stand.
    """
    posts = (
        visible_posts(reader).filter(thread_id=thread.id, deleted_at__isnull=True).select_related("author")
    )
    first = (page - 1) * POSTS_ON_A_PAGE + 1
    answers = await posts.filter(acceptance__id__isnull=False).order_by("number")
    accepted = {post.id for post in answers}
    window = await posts.filter(number__gte=first, number__lt=first + POSTS_ON_A_PAGE).order_by("number")
    if page == 1:
        case = [post for post in window if post.number == 1]
        found = {post.id: post for post in [*case, *answers, *window]}
    else:
        found = {post.id: post for post in window if post.id not in accepted}
    following = page + 1 if thread.last_number >= first + POSTS_ON_A_PAGE else None
    sources = [Source(post, post.id in accepted) for post in found.values()]
    await compute(_take_apart, sources)
    return sources, following


def _take_apart(sources: Iterable[Source]) -> None:
    """Find the paragraphs of each post, once and away from the event loop: a long one takes seconds."""
    for source in sources:
        _found = source.shown
