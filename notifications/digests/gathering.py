"""Which notifications a digest tells: each is told in one mail only, whatever is tried again or sent by whom."""

from datetime import timedelta

from tortoise.queryset import QuerySet

from hub.database import connection, now
from hub.identity import Reader
from notifications.mailer.standing import pointless
from notifications.models import Mail, Notification, Timing
from notifications.preferences.wishes import Wishes

# What waited for longer is no news; it stays in the inbox.
OLDEST = timedelta(days=14)
MOST = 500

# What was to come sooner and did not, because somebody chose otherwise meanwhile, comes with the next digest.
_INCLUDED = {
    Timing.INSTANT: (Timing.INSTANT,),
    Timing.DAILY: (Timing.INSTANT, Timing.DAILY),
    Timing.WEEKLY: (Timing.INSTANT, Timing.DAILY, Timing.WEEKLY),
}
_RESERVE = """
UPDATE notification SET mail_id = $1 WHERE id = ANY($2) AND mail_id IS NULL RETURNING id
"""


async def gather(reader: Reader, wishes: Wishes, mail: Mail, timing: Timing) -> list[Notification]:
    """What the digest `mail` tells, newest first.

    What it tells is reserved for it before it is sent: if it is tried again it tells the same, less what was read or
    taken away meanwhile, and what happened since waits for the next.
    """
    begun = await _newest(Notification.filter(user_id=reader.id, mail_id=mail.id))
    if begun:
        return await _standing(reader, begun)
    waiting = await _newest(
        Notification.filter(
            user_id=reader.id,
            mail_id__isnull=True,
            read_at__isnull=True,
            created_at__gt=now() - OLDEST,
            kind__in=list(wishes.kinds(*_INCLUDED[timing])),
        )
    )
    standing = await _standing(reader, waiting)
    rows = await connection().execute_query_dict(_RESERVE, [mail.id, [it.id for it in standing]])
    reserved = {row["id"] for row in rows}
    return [it for it in standing if it.id in reserved]


async def _newest(rows: QuerySet[Notification]) -> list[Notification]:
    return await rows.order_by("-created_at", "-id").limit(MOST).select_related("actor")


async def _standing(reader: Reader, notifications: list[Notification]) -> list[Notification]:
    gone = await pointless(reader, notifications)
    return [it for it in notifications if it.id not in gone]
