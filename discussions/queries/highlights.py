"""What stands above the talk of a thread: accepted answers, strategies by vote, and how the case ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from discussions.models import Post, Thread
from discussions.queries.complaints import ComplaintView, complaint_of, told_of
from discussions.queries.outcomes import Ending, ending_of
from discussions.queries.posts import PostView, accepted_posts, post_views
from discussions.queries.strategies import strategy_posts


@dataclass(frozen=True)
class Highlights:
    """`answers` are the accepted ones in order, `strategies` with most votes first; `ending` as in `ending_of`.

    `told` are the names of those to whom the case was brought when it was overdue.
    """

    answers: list[PostView]
    strategies: list[PostView]
    ending: Ending | None
    told: list[str]
    complaint: ComplaintView | None


async def highlights_of(thread: Thread) -> Highlights:
    """What stands above the talk, and nothing of the talk."""
    _views, highlights = await views_of(thread, [])
    return highlights


async def views_of(thread: Thread, posts: Sequence[Post]) -> tuple[list[PostView], Highlights]:
    """The views of some posts of a thread, and what stands above the talk."""
    accepted = await accepted_posts(thread.id) if thread.answer_count else []
    marked = await strategy_posts(thread.id) if thread.strategy_count else []
    views = {view.id: view for view in await post_views([*posts, *accepted, *marked])}
    strategies = [views[post.id] for post in marked]
    return [views[post.id] for post in posts], Highlights(
        answers=[views[post.id] for post in accepted],
        strategies=sorted((view for view in strategies if view.strategy), key=_most_votes_first),
        ending=await ending_of(thread),
        told=await told_of(thread),
        complaint=await complaint_of(thread),
    )


def _most_votes_first(view: PostView) -> tuple[int, int]:
    """Of as many votes, what was written first."""
    assert view.strategy
    return -view.strategy.votes, view.number
