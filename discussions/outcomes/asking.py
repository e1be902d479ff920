"""Asking the askers of solved cases how they ended: once, with one reminder, however many workers run."""

import asyncio
import logging
from datetime import timedelta

from discussions.events import OutcomeAsked
from discussions.models import Thread
from discussions.writing import changed
from hub.database import connection, in_transaction
from hub.outbox import record
from hub.outbox.finishing import heed_cancellation

log = logging.getLogger(__name__)

# How long after the first accepted answer somebody is asked: by then the customer has answered, too.
ASK_AFTER = timedelta(days=14)
REMIND_AFTER = timedelta(days=7)
# Nobody is asked about what has long been over, such as cases from before the hub could ask, or brought by an import.
ASK_UNTIL = timedelta(days=28)

CHECK_SECONDS = 600
_AT_ONCE = 100

# A case that was reopened has no accepted answer. Of two workers the second waits here for the first, and finds the
# row there. The threads are taken in order, since their rows are locked next.
_ASK = """
INSERT INTO outcome_request (thread_id, asked_at)
SELECT thread.id, now() FROM thread JOIN account ON account.id = thread.author_id AND account.active
JOIN LATERAL (
    SELECT min(accepted_at) AS at FROM accepted_answer WHERE accepted_answer.thread_id = thread.id
) AS solved ON true
WHERE thread.id IN (
        SELECT thread_id FROM accepted_answer
        WHERE accepted_at BETWEEN now() - $2::interval AND now() - $1::interval
    )
    AND solved.at BETWEEN now() - $2::interval AND now() - $1::interval AND thread.hidden_at IS NULL
    AND NOT EXISTS (SELECT FROM outcome_request WHERE outcome_request.thread_id = thread.id)
    AND NOT EXISTS (SELECT FROM outcome WHERE outcome.thread_id = thread.id)
ORDER BY thread.id LIMIT $3
ON CONFLICT (thread_id) DO NOTHING
RETURNING thread_id
"""
_REMIND = """
UPDATE outcome_request SET reminded_at = now() WHERE id IN (
    SELECT request.id FROM outcome_request AS request JOIN thread ON thread.id = request.thread_id
    WHERE request.reminded_at IS NULL AND request.asked_at < now() - $1::interval
        AND thread.answer_count > 0 AND thread.hidden_at IS NULL
        AND NOT EXISTS (SELECT FROM outcome WHERE outcome.thread_id = thread.id)
    ORDER BY thread.id LIMIT $2 FOR UPDATE OF request SKIP LOCKED
) RETURNING thread_id
"""


async def ask_forever() -> None:
    """Ask and remind whoever is due, and look again every ten minutes, until cancelled."""
    while True:
        try:
            while await ask_due():
                pass
        except Exception:
            # The database may be away; what is due now is due then.
            log.exception("Asking for outcomes failed")
        heed_cancellation()
        await asyncio.sleep(CHECK_SECONDS)


async def ask_due() -> int:
    """Ask or remind the askers of at most a hundred cases each; how many that were."""
    async with in_transaction():
        rows = await connection().execute_query_dict(_ASK, [ASK_AFTER, ASK_UNTIL, _AT_ONCE])
        for row in rows:
            await _announce(row["thread_id"])
    async with in_transaction():
        reminded = await connection().execute_query_dict(_REMIND, [REMIND_AFTER, _AT_ONCE])
        for row in reminded:
            await _announce(row["thread_id"], reminder=True)
    return len(rows) + len(reminded)


async def _announce(thread_id: int, *, reminder: bool = False) -> None:
    """The question stands on the thread's page, so that makes a new version of it."""
    thread = await Thread.filter(id=thread_id).select_for_update(no_key=True).get()
    version = await changed(thread)
    await record(OutcomeAsked(thread_id=thread_id, version=version, actor_id=None, reminder=reminder))
