"""The queue of owed mail: claimed with a lease, retried with back-off, given up on in the end."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from random import uniform

from hub.database import connection, now
from hub.outbox import leases
from notifications.models import Mail, MailState
from notifications.smtp import troubles

LEASE_SECONDS = 15
FIRST_BACKOFF_SECONDS = 15.0
LONGEST_BACKOFF_SECONDS = 3600.0
GIVE_UP_AFTER = timedelta(days=4)  # RFC 5321, 4.5.4.1

_CLAIM = """
UPDATE mail SET lease_until = now() + make_interval(secs => $1) WHERE id = (
    SELECT id FROM mail
    WHERE state = 'queued' AND run_at <= now() AND (lease_until IS NULL OR lease_until < now())
    ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id
"""
_RENEW = """
UPDATE mail SET lease_until = now() + make_interval(secs => $1) WHERE id = $2 AND state = 'queued'
"""
_NEXT = """
SELECT extract(epoch FROM min(greatest(run_at, coalesce(lease_until, run_at))) - now())::float AS seconds
FROM mail WHERE state = 'queued'
"""


async def claim() -> Mail | None:
    """One mail that is due and that no other worker holds."""
    rows = await connection().execute_query_dict(_CLAIM, [LEASE_SECONDS])
    return await Mail.get(id=rows[0]["id"]) if rows else None


def renewed(mail: Mail) -> AbstractAsyncContextManager[None]:
    """Keep the lease alive as long as the block runs; a worker that dies is succeeded when it ends."""
    return leases.renewed(
        lambda: connection().execute_query(_RENEW, [LEASE_SECONDS, mail.id]), LEASE_SECONDS / 3
    )


async def seconds_to_next() -> float | None:
    """When the next mail is due; None when none is owed."""
    [row] = await connection().execute_query_dict(_NEXT)
    return None if row["seconds"] is None else max(0.0, row["seconds"])


async def sent(mail: Mail, address: str) -> None:
    await Mail.filter(id=mail.id).update(
        state=MailState.SENT, sent_at=now(), address=address, lease_until=None, last_error=""
    )


async def dropped(mail: Mail, reason: str) -> None:
    """What was to be told is not true, not new or not wanted any more."""
    await Mail.filter(id=mail.id).update(state=MailState.DROPPED, lease_until=None, last_error=reason)


async def failed(mail: Mail, reason: str) -> None:
    """This mail can never be delivered. It stands aside for an admin to see and holds nobody up."""
    await Mail.filter(id=mail.id).update(
        state=MailState.FAILED,
        failures=mail.failures + 1,
        lease_until=None,
        last_error=reason[: troubles.LONGEST_REASON],
    )


async def try_later(mail: Mail, reason: str) -> bool:
    """This mail could not be delivered now: again with growing pauses, and after four days never.

    Returns whether it is tried again.
    """
    if mail.created_at < now() - GIVE_UP_AFTER:
        await failed(mail, reason)
        return False
    await keep(mail, reason)
    return True


async def keep(mail: Mail, reason: str) -> None:
    """This mail cannot be delivered until an administrator mends something: again with growing pauses, for ever."""
    pause = min(FIRST_BACKOFF_SECONDS * 2 ** min(mail.failures, 20), LONGEST_BACKOFF_SECONDS)
    await Mail.filter(
        id=mail.id
    ).update(
        failures=mail.failures + 1,
        lease_until=None,
        run_at=now() + timedelta(seconds=pause * uniform(0.8, 1.2)),  # noqa: S311
        last_error=reason[: troubles.LONGEST_REASON],
    )


async def give_back(mail: Mail) -> None:
    """This worker stops: what it has not sent is any other worker's at once."""
    await Mail.filter(id=mail.id, state=MailState.QUEUED).update(lease_until=None)


async def put_back(mail: Mail, reason: str) -> None:
    """No mail at all can be delivered now. It is not counted against this one, which goes to the end of the queue:
    were it the cause after all, the others would still leave.
    """
    await Mail.filter(id=mail.id).update(
        lease_until=None, run_at=now(), last_error=reason[: troubles.LONGEST_REASON]
    )


async def postponed(mail: Mail, until: datetime) -> None:
    """Somebody wants no mail before `until`."""
    await Mail.filter(id=mail.id).update(lease_until=None, run_at=until)


async def again(mail: Mail) -> None:
    """Try a mail again that was given up."""
    await Mail.filter(id=mail.id, state=MailState.FAILED).update(
        state=MailState.QUEUED, failures=0, run_at=now(), created_at=now()
    )
