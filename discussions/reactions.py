"""Saying something with one click."""

from discussions.events import ReactionChanged
from discussions.models import Post, Reaction, ReactionKind, Thread
from discussions.writing import changed, locked
from hub.errors import Forbidden
from hub.identity import Reader
from hub.outbox import record


async def react(actor: Reader, post: Post, kind: ReactionKind) -> None:
    """Add the actor's reaction to a post that is still there; twice is once."""
    async with locked(actor, await Thread.get(id=post.thread_id)) as current:
        fresh = await Post.get(id=post.id)
        if fresh.deleted_at:
            raise Forbidden
        if not await Reaction.filter(post_id=post.id, user_id=actor.id, kind=kind).exists():
            await Reaction.create(post_id=post.id, user_id=actor.id, kind=kind)
            await _announce(actor, current, fresh)


async def unreact(actor: Reader, post: Post, kind: ReactionKind) -> None:
    """Take the actor's reaction back, if there is one."""
    async with locked(actor, await Thread.get(id=post.thread_id)) as current:
        if await Reaction.filter(post_id=post.id, user_id=actor.id, kind=kind).delete():
            await _announce(actor, current, await Post.get(id=post.id))


async def _announce(actor: Reader, thread: Thread, post: Post) -> None:
    post.version = await changed(thread)
    await post.save(update_fields=["version"])
    await record(
        ReactionChanged(thread_id=thread.id, version=post.version, actor_id=actor.id, post_id=post.id)
    )
