"""Strategies as cards, the head of a thread and the API show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from discussions.models import Post, Strategy, StrategyComment, StrategyVote
from hub.accounts.models import User


@dataclass(frozen=True)
class CommentView:
    """One remark about a strategy; `body` is plain text."""

    id: int
    uid: UUID
    author: User
    at: datetime
    body: str


@dataclass(frozen=True)
class StrategyView:
    """What makes a reply a strategy: its title, the ids of those who voted for it, the remarks in order."""

    title: str
    voters: list[int]
    comments: list[CommentView]

    @property
    def votes(self) -> int:
        return len(self.voters)


async def strategies_by_post(post_ids: Iterable[int]) -> dict[int, StrategyView]:
    """The strategies among some posts: one statement where there is none, else three."""
    strategies = await Strategy.filter(post_id__in=list(post_ids))
    views = {strategy.post_id: StrategyView(strategy.title, [], []) for strategy in strategies}
    if not views:
        return {}
    for vote in await StrategyVote.filter(post_id__in=list(views)).order_by("id"):
        views[vote.post_id].voters.append(vote.user_id)
    comments = StrategyComment.filter(post_id__in=list(views), deleted_at__isnull=True)
    for comment in await comments.select_related("author").order_by("id"):
        views[comment.post_id].comments.append(
            CommentView(comment.id, comment.uid, comment.author, comment.created_at, comment.body)
        )
    return views


async def strategy_posts(thread_id: int) -> Sequence[Post]:
    """The replies of a thread that are strategies, with their authors."""
    return await Post.filter(thread_id=thread_id, strategy__id__not_isnull=True).select_related("author")
