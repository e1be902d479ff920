"""Short remarks about a strategy, below it and in order."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from discussions import policy
from discussions.errors import NotAStrategy, ThreadLocked, TooManyComments
from discussions.events import StrategyCommentDeleted, StrategyCommented
from discussions.models import Post, Strategy, StrategyComment, Thread
from discussions.strategies.marking import touch
from discussions.writing import changed, locked
from hub import audit
from hub.database import new_uid, now, one_writer_of
from hub.errors import Forbidden, NotFound, UidTaken
from hub.identity import Reader
from hub.outbox import record
from hub.text import Prose

LONGEST_COMMENT = 1_000
# All of them stand on the strategy's card; what needs more is worth a reply of its own.
MOST_COMMENTS = 100

CommentBody = Annotated[str, Prose(LONGEST_COMMENT, min_length=1)]


async def comment(
    actor: Reader,
    post: Post,
    body: str,
    *,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
) -> StrategyComment:
    """Remark on a strategy. The same `uid`, or one's own last words again, gives the first comment again."""
    async with locked(actor, await Thread.get(id=post.thread_id)) as current:
        if first := await _written_before(actor, post, body, uid):
            return first
        if not await Strategy.exists(post_id=post.id):
            raise NotAStrategy
        if not policy.may_reply(actor, current):
            raise ThreadLocked
        if await StrategyComment.filter(post_id=post.id, deleted_at__isnull=True).count() >= MOST_COMMENTS:
            raise TooManyComments(MOST_COMMENTS)
        made = await StrategyComment.create(
            uid=uid or new_uid(), post_id=post.id, author_id=actor.id, body=body, created_at=at or now()
        )
        fresh = await Post.get(id=post.id)
        await touch(fresh, await changed(current))
        await record(
            StrategyCommented(
                thread_id=current.id,
                version=fresh.version,
                actor_id=actor.id,
                post_id=post.id,
                comment_id=made.id,
                imported=imported,
            )
        )
    return made


async def _written_before(actor: Reader, post: Post, body: str, uid: UUID | None) -> StrategyComment | None:
    """The comment that this very write has made already. A form without a uid is sent twice by a double click."""
    if uid is None:
        last = await StrategyComment.filter(post_id=post.id, deleted_at__isnull=True).order_by("-id").first()
        return last if last and (last.author_id, last.body) == (actor.id, body) else None
    await one_writer_of(uid)
    first = await StrategyComment.get_or_none(uid=uid)
    if first and (first.author_id, first.post_id) != (actor.id, post.id):
        raise UidTaken
    if first and first.deleted_at is None and first.body != body:
        raise UidTaken
    return first


async def delete_comment(actor: Reader, post: Post, comment_id: int) -> None:
    """Take a comment away: its author and leads may. Twice is once."""
    async with locked(actor, await Thread.get(id=post.thread_id)) as current:
        found = await StrategyComment.get_or_none(id=comment_id, post_id=post.id)
        if found is None:
            raise NotFound
        if not policy.may_delete_comment(actor, found):
            raise Forbidden
        if found.deleted_at:
            return
        found.body, found.deleted_at, found.deleted_by_id = "", now(), actor.id
        await found.save(update_fields=["body", "deleted_at", "deleted_by_id"])
        fresh = await Post.get(id=post.id)
        await touch(fresh, await changed(current))
        await audit.log(actor, "comment.deleted", "post", post.id, author_id=found.author_id)
        await record(
            StrategyCommentDeleted(
                thread_id=current.id,
                version=fresh.version,
                actor_id=actor.id,
                post_id=post.id,
                comment_id=found.id,
            )
        )
