"""Votes for strategies: one for each person, given and taken back."""

from discussions import policy
from discussions.errors import NotAStrategy, OwnStrategy
from discussions.events import StrategyVoted
from discussions.models import Post, Strategy, StrategyVote, Thread
from discussions.strategies.marking import touch
from discussions.writing import changed, locked
from hub.identity import Reader
from hub.outbox import record


async def vote(actor: Reader, post: Post) -> None:
    """Say that one would go this way. Twice is once; OwnStrategy for one's own."""
    async with locked(actor, await Thread.get(id=post.thread_id)) as current:
        fresh = await Post.get(id=post.id)
        if not await Strategy.exists(post_id=post.id):
            raise NotAStrategy
        if not policy.may_vote(actor, fresh):
            raise OwnStrategy
        if not await StrategyVote.exists(post_id=post.id, user_id=actor.id):
            await StrategyVote.create(post_id=post.id, user_id=actor.id)
            await _announce(actor, current, fresh)


async def unvote(actor: Reader, post: Post) -> None:
    """Take the vote back, if there is one."""
    async with locked(actor, await Thread.get(id=post.thread_id)) as current:
        if await StrategyVote.filter(post_id=post.id, user_id=actor.id).delete():
            await _announce(actor, current, await Post.get(id=post.id))


async def _announce(actor: Reader, thread: Thread, post: Post) -> None:
    await touch(post, await changed(thread))
    await record(StrategyVoted(thread_id=thread.id, version=post.version, actor_id=actor.id, post_id=post.id))
