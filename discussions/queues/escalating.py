"""Bringing what is overdue to those who can help: questions without a reply, and complaints that do not move on."""

import asyncio
import logging
from datetime import datetime

from discussions.events import ThreadOverdue
from discussions.models import CaseKind, Complaint, Thread
from discussions.queues.telling import who_can_help
from discussions.writing import changed
from hub.accounts.models import User
from hub.database import connection, in_transaction, now
from hub.outbox import record
from hub.outbox.finishing import heed_cancellation

log = logging.getLogger(__name__)

LOOK_SECONDS = 30.0

# One at a time, and none that another worker has.
_DUE = """
SELECT id FROM thread WHERE escalate_at <= now() ORDER BY escalate_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
"""


async def escalate_forever() -> None:
    """Look for what is overdue now and then, until cancelled."""
    while True:
        try:
            await escalate_due()
        except Exception:
            # The database may be away; what was due then is due still.
            log.exception("Cannot look for overdue cases")
        heed_cancellation()
        await asyncio.sleep(LOOK_SECONDS)


async def escalate_due() -> int:
    """Deal with every case whose time has come, each once. Returns how many there were."""
    found = 0
    while await _escalate_one():
        found += 1
    return found


async def expect_reply(thread: Thread, until: datetime) -> None:
    """Let a question that was brought from elsewhere be overdue from then on, as new ones are."""
    async with in_transaction():
        thread.escalate_at = until
        await thread.save(update_fields=["escalate_at"])


async def _escalate_one() -> bool:
    async with in_transaction():
        rows = await connection().execute_query_dict(_DUE)
        if not rows:
            return False
        thread = await Thread.get(id=rows[0]["id"])
        thread.escalate_at = None
        if await _is_overdue(thread):
            await _escalate(thread)
        else:
            await thread.save(update_fields=["escalate_at"])
    return True


async def _is_overdue(thread: Thread) -> bool:
    if thread.hidden_at:
        return False
    if thread.kind is CaseKind.COMPLAINT:
        return await Complaint.filter(thread_id=thread.id, done_at__isnull=True).exists()
    return not thread.answer_count and not thread.locked_at and thread.reply_count == thread.own_count


async def _escalate(thread: Thread) -> None:
    thread.escalated_at = now()
    told = await who_can_help(thread)
    await thread.told.clear()
    if told:
        await thread.told.add(*await User.filter(id__in=told))
    version = await changed(thread, "escalate_at", "escalated_at")
    await record(ThreadOverdue(thread_id=thread.id, version=version, actor_id=None))
