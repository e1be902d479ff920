"""What mail is owed, and from when: a row in the transaction that made it due.

A digest is owed from the first thing that belongs into it, once for each person and moment. What it says is
gathered when it is written.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from hub.database import connection, now
from hub.settings import get_settings
from notifications.models import Kind, Timing
from notifications.preferences import wishes as wished
from notifications.preferences.wishes import Wishes

# Templates of mails that no notification stands behind. These never wait for the end of quiet hours.
INVITATION = "invitation"
PASSWORD_RESET = "password_reset"  # noqa: S105  # the name of a template
DIGEST = "digest"

# Who sees the thing on the screen within this time needs no mail about it.
GRACE = timedelta(seconds=5)

_QUEUE = """
WITH owed AS (
    INSERT INTO mail
        (user_id, address, template, context, message_id, state, failures, run_at, last_error, created_at)
    SELECT user_id, address, template, context, message_id, 'queued', 0, run_at, '', now()
    FROM unnest($1::bigint[], $2::text[], $3::text[], $4::jsonb[], $5::text[], $6::timestamptz[])
        AS owed(user_id, address, template, context, message_id, run_at)
    ON CONFLICT (message_id) DO NOTHING
    RETURNING id, (context->>'notification')::bigint AS notification_id
)
UPDATE notification SET mail_id = owed.id FROM owed WHERE notification.id = owed.notification_id
"""
# A digest that was begun keeps what it is to tell.
_UNPLAN = """
DELETE FROM mail WHERE user_id = $1 AND template = $2 AND state = 'queued' AND lease_until IS NULL
    AND NOT EXISTS (SELECT 1 FROM notification WHERE notification.user_id = $1 AND mail_id = mail.id)
RETURNING context->>'timing' AS timing
"""


@dataclass(frozen=True)
class Owed:
    """A mail to be: `name` makes its Message-ID, and there is one mail of a name."""

    user_id: int | None
    address: str
    template: str
    context: dict[str, int | str]
    name: str
    run_at: datetime


@dataclass(frozen=True)
class Told:
    """Somebody's new notification, from which mail may follow."""

    event_id: int
    user_id: int
    notification_id: int
    kind: Kind


async def owe_told(told: Iterable[Told]) -> None:
    """Owe people mail about what they were told: at once, after their quiet hours, or in their next digest."""
    news = list(told)
    wanting = await wished.wishes({one.user_id for one in news})
    at = now()
    await queue(
        _about(one, wishes, at)
        for one in news
        if (wishes := wanting.get(one.user_id)) and wishes.reachable
        if wishes.timings[one.kind] is not Timing.OFF
    )


async def owe_digest(wishes: Wishes, timing: Timing, after: datetime) -> None:
    """Owe somebody the first digest of a kind that is due after a moment; one that is owed already stays one."""
    await queue([_digest(wishes, timing, after)])


async def plan_anew(wishes: Wishes, at: datetime) -> None:
    """Owe digests for the moments that hold from now on, in place of those that nobody has begun to write."""
    rows = await connection().execute_query_dict(_UNPLAN, [wishes.user_id, DIGEST])
    timings = {Timing(row["timing"]) for row in rows}
    if wishes.kinds(Timing.WEEKLY):
        # It may have something to say in a week in which nothing was told.
        timings.add(Timing.WEEKLY)
    await queue([_digest(wishes, timing, at) for timing in sorted(timings)])


async def queue(mails: Iterable[Owed]) -> None:
    """Owe these mails; those whose name is known stay one."""
    # In one order, lest two workers that owe the same digests wait for each other.
    chosen = sorted(mails, key=lambda mail: mail.name)
    if not chosen:
        return
    host = urlsplit(get_settings().address).hostname
    await connection().execute_query(
        _QUEUE,
        [
            [mail.user_id for mail in chosen],
            [mail.address for mail in chosen],
            [mail.template for mail in chosen],
            [json.dumps(mail.context) for mail in chosen],
            [f"<{mail.name}@{host}>" for mail in chosen],
            [mail.run_at for mail in chosen],
        ],
    )


def _about(told: Told, wishes: Wishes, at: datetime) -> Owed:
    timing = wishes.timings[told.kind]
    if timing is not Timing.INSTANT or wishes.hours.quiet_until(at + GRACE):
        return _digest(wishes, timing, at + GRACE)
    return Owed(
        user_id=told.user_id,
        address=wishes.address,
        template=told.kind.value,
        context={"notification": told.notification_id},
        name=f"{told.event_id}-{told.user_id}",
        run_at=at + GRACE,
    )


def _digest(wishes: Wishes, timing: Timing, after: datetime) -> Owed:
    """The digest of everything of one timing. That of instant mail is due when the quiet hours are over."""
    if timing is Timing.INSTANT:
        due = wishes.hours.quiet_until(after) or after
    else:
        due = wishes.hours.next_digest(timing, after)
    return Owed(
        user_id=wishes.user_id,
        address=wishes.address,
        template=DIGEST,
        context={"timing": timing.value, "due": due.isoformat()},
        name=f"{timing.value}-{due:%Y%m%dT%H%M}-{wishes.user_id}",
        run_at=due,
    )
