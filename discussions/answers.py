"""Accepting the replies that solved a case. A thread may have several."""

from datetime import datetime

from discussions import policy
from discussions.errors import NotAnAnswer
from discussions.events import AnswerAccepted, AnswerWithdrawn
from discussions.filing import term_ids_of
from discussions.models import AcceptedAnswer, Post, Thread
from discussions.writing import changed, locked
from hub import audit
from hub.database import now
from hub.errors import Forbidden
from hub.identity import Reader
from hub.outbox import record
from hub.vocabulary.experts import is_expert


async def accept(
    actor: Reader, thread: Thread, post: Post, *, at: datetime | None = None, imported: bool = False
) -> AcceptedAnswer:
    """Mark a reply as an answer to the case; twice gives the first acceptance again.

    `imported` ones may stand in a thread that `actor` cannot read, and nobody is told.
    """
    async with locked(actor, thread, imported=imported) as current:
        await _require_judge(actor, current)
        fresh = await Post.get(id=post.id)
        if fresh.thread_id != current.id or fresh.number == 1 or fresh.deleted_at:
            raise NotAnAnswer
        if accepted := await AcceptedAnswer.get_or_none(post_id=fresh.id):
            return accepted
        answer = await AcceptedAnswer.create(
            thread=current, post=fresh, accepted_by_id=actor.id, accepted_at=at or now()
        )
        current.answer_count += 1
        version = await changed(current, "answer_count")
        await _touch(fresh, version)
        await audit.log(actor, "answer.accepted", "post", fresh.id, thread_id=current.id)
        await record(
            AnswerAccepted(
                thread_id=current.id,
                version=version,
                actor_id=actor.id,
                post_id=fresh.id,
                imported=imported,
            )
        )
    return answer


async def withdraw(actor: Reader, thread: Thread, post: Post) -> None:
    """Take an acceptance back; without any the case is open again. Twice is once."""
    async with locked(actor, thread) as current:
        await _require_judge(actor, current)
        if not await AcceptedAnswer.filter(thread_id=current.id, post_id=post.id).delete():
            return
        current.answer_count -= 1
        version = await changed(current, "answer_count")
        await _touch(post, version)
        await audit.log(actor, "answer.withdrawn", "post", post.id, thread_id=current.id)
        await record(
            AnswerWithdrawn(thread_id=current.id, version=version, actor_id=actor.id, post_id=post.id)
        )


async def _require_judge(actor: Reader, thread: Thread) -> None:
    """Forbidden for whoever may not decide what answered the case. Who may anyway is not looked up as an expert."""
    if policy.may_accept(actor, thread):
        return
    expert = await is_expert(actor, await term_ids_of(thread.id))
    if not policy.may_accept(actor, thread, expert=expert):
        raise Forbidden


async def _touch(post: Post, version: int) -> None:
    post.version = version
    await post.save(update_fields=["version"])
