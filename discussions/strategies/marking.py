"""Which replies are strategies, and what they are called."""

from typing import Annotated

from discussions import policy
from discussions.errors import NotAStrategy, TooManyStrategies
from discussions.events import StrategyMarked, StrategyUnmarked
from discussions.filing import term_ids_of
from discussions.models import Post, Strategy, Thread
from discussions.writing import changed, locked
from hub import audit
from hub.database import now
from hub.errors import Forbidden
from hub.identity import Reader
from hub.outbox import record
from hub.text import Line
from hub.vocabulary.experts import is_expert

LONGEST_STRATEGY = 120
# All of them are listed above the talk.
MOST_STRATEGIES = 30
StrategyTitle = Annotated[str, Line(LONGEST_STRATEGY)]


async def mark(actor: Reader, post: Post, title: str, *, imported: bool = False) -> Strategy:
    """Make a reply a strategy, or give it another title. The same again changes nothing."""
    async with locked(actor, await Thread.get(id=post.thread_id), imported=imported) as current:
        fresh = await Post.get(id=post.id)
        await require_marker(actor, current, fresh)
        if not policy.markable(fresh):
            raise NotAStrategy
        return await _mark(actor, current, fresh, title)


async def _mark(actor: Reader, thread: Thread, post: Post, title: str) -> Strategy:
    """`mark`, in a thread whose row is held and by somebody who may."""
    strategy = await Strategy.get_or_none(post_id=post.id)
    if strategy and strategy.title == title:
        return strategy
    if strategy:
        # Without the titles: administrators read the log, whether or not they may read the case.
        await audit.log(actor, "strategy.renamed", "post", post.id, thread_id=thread.id)
        strategy.title = title
        await strategy.save(update_fields=["title"])
        version = await changed(thread)
    else:
        if thread.strategy_count >= MOST_STRATEGIES:
            raise TooManyStrategies(MOST_STRATEGIES)
        strategy = await Strategy.create(
            thread_id=thread.id, post_id=post.id, title=title, marked_by_id=actor.id, marked_at=now()
        )
        await audit.log(actor, "strategy.marked", "post", post.id, thread_id=thread.id)
        thread.strategy_count += 1
        version = await changed(thread, "strategy_count")
    await touch(post, version)
    await record(StrategyMarked(thread_id=thread.id, version=version, actor_id=actor.id, post_id=post.id))
    return strategy


async def unmark(actor: Reader, post: Post) -> None:
    """Make a strategy a reply like others; votes and comments come back should it be marked again. Twice is once."""
    async with locked(actor, await Thread.get(id=post.thread_id)) as current:
        fresh = await Post.get(id=post.id)
        await require_marker(actor, current, fresh)
        if not await drop(current, fresh):
            return
        version = await changed(current, "strategy_count")
        await touch(fresh, version)
        await audit.log(actor, "strategy.unmarked", "post", fresh.id, thread_id=current.id)
        await record(
            StrategyUnmarked(thread_id=current.id, version=version, actor_id=actor.id, post_id=fresh.id)
        )


async def drop(thread: Thread, post: Post) -> bool:
    """Let a post of a locked thread be no strategy; whoever calls saves the thread's `strategy_count`."""
    dropped = await Strategy.filter(post_id=post.id).delete()
    thread.strategy_count -= dropped
    return bool(dropped)


async def touch(post: Post, version: int) -> None:
    """Note that the card of a post of a locked thread shows something else since `version`."""
    post.version = version
    await post.save(update_fields=["version"])


async def require_marker(actor: Reader, thread: Thread, post: Post) -> None:
    """Forbidden unless `actor` may say whether a post is a strategy."""
    expert = post.author_id != actor.id and await is_expert(actor, await term_ids_of(thread.id))
    if not policy.may_mark(actor, thread, post, expert=expert):
        raise Forbidden
