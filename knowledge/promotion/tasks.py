"""What is decided about solved cases that are no articles yet: who promotes them, or why nobody shall."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from discussions.models import Thread
from discussions.writing import locked
from hub import audit
from hub.audiences.operations import members_of
from hub.database import now
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from knowledge import policy
from knowledge.articles.writing import require
from knowledge.events import PromotionAssigned
from knowledge.models import PromotionTask


async def assign(
    actor: Reader,
    thread: Thread,
    assignee_id: int | None,
    *,
    at: datetime | None = None,
    imported: bool = False,
) -> PromotionTask:
    """Ask somebody who may read the case to promote it, or nobody any more (None). Twice is once.

    InvalidInput names ``assignee``. Whoever was asked before is not asked any more. Of what is imported nobody is told.
    """
    async with _held(actor, thread) as task:
        if task.assignee_id == assignee_id:
            return task
        if assignee_id is not None and assignee_id not in await members_of(thread.audience_id):
            raise InvalidInput({"assignee": _("This person may not read the case.")})
        task.assignee_id = assignee_id
        task.assigned_at = (at or now()) if assignee_id else None
        task.assigned_by_id = actor.id if assignee_id else None
        await task.save(update_fields=["assignee_id", "assigned_at", "assigned_by_id"])
        await audit.log(actor, "promotion.assigned", "thread", thread.id, assignee_id=assignee_id)
        if assignee_id is not None:
            await record(
                PromotionAssigned(
                    thread_id=thread.id, actor_id=actor.id, assignee_id=assignee_id, imported=imported
                )
            )
    return task


async def dismiss(actor: Reader, thread: Thread, reason: str, *, at: datetime | None = None) -> PromotionTask:
    """Take a case off the queue because of `reason`; a second dismissal leaves the first as it is."""
    async with _held(actor, thread) as task:
        if task.dismissed_at is None:
            task.dismissed_at, task.dismissed_by_id, task.reason = at or now(), actor.id, reason
            await task.save(update_fields=["dismissed_at", "dismissed_by_id", "reason"])
            # Not why: administrators read the log, whether or not they may read the case.
            await audit.log(actor, "promotion.dismissed", "thread", thread.id)
    return task


async def reopen(actor: Reader, thread: Thread) -> PromotionTask:
    """Undo a dismissal. Twice is once."""
    async with _held(actor, thread) as task:
        if task.dismissed_at is not None:
            task.dismissed_at, task.dismissed_by_id, task.reason = None, None, ""
            await task.save(update_fields=["dismissed_at", "dismissed_by_id", "reason"])
            await audit.log(actor, "promotion.reopened", "thread", thread.id)
    return task


@asynccontextmanager
async def _held(actor: Reader, thread: Thread) -> AsyncIterator[PromotionTask]:
    """The task of a case whose row is held; Forbidden for those who may not promote it, as it stands now."""
    async with locked(actor, thread) as current:
        require(policy.may_promote(actor, current))
        task, _made = await PromotionTask.get_or_create(thread_id=current.id)
        yield task
