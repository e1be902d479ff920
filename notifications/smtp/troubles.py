"""What stands in the way of mail: addresses that take none, and faults that keep all of it from leaving."""

from datetime import timedelta
from enum import StrEnum

from hub.database import connection, now
from notifications.models import AddressTrouble, MailFault

# So many passing failures, none longer than a month after the one before, are one that lasts.
MOST_SOFT = 10
SOFT_LASTS = timedelta(days=30)
LONGEST_REASON = 500

_SOFT = """
INSERT INTO address_trouble (address, reason, soft, last_at) VALUES ($1, $2, 1, $3)
ON CONFLICT (address) DO UPDATE SET reason = excluded.reason, last_at = excluded.last_at,
    soft = CASE WHEN address_trouble.last_at < $4 THEN 1 ELSE address_trouble.soft + 1 END
RETURNING soft
"""
# Whoever meets one fault has overcome the others; relaying alone concerns single addresses.
_FAULT = """
WITH overcome AS (DELETE FROM mail_fault WHERE fault NOT IN ($1, 'relay') AND $1 <> 'relay')
INSERT INTO mail_fault (fault, reason, since, last_at) VALUES ($1, $2, $3, $3)
ON CONFLICT (fault) DO UPDATE SET reason = excluded.reason, last_at = excluded.last_at
"""
# A server that relays for some addresses and not for others is not mended by a mail to one of the first.
_MENDED = """
DELETE FROM mail_fault WHERE fault <> 'relay' OR NOT EXISTS (
    SELECT 1 FROM mail WHERE state = 'queued' AND last_error LIKE 'NotRelayed%'
)
"""


class Fault(StrEnum):
    """Why no mail leaves."""

    AWAY = "away"
    AUTHENTICATION = "authentication"
    RELAY = "relay"
    SENDER = "sender"
    TLS = "tls"
    REFUSED = "refused"


async def stop(address: str, reason: str) -> None:
    """Send no more mail to an address that does not exist, until somebody confirms it."""
    await AddressTrouble.update_or_create(
        {"reason": reason[:LONGEST_REASON], "last_at": now(), "stopped_at": now()}, address=address
    )


async def count_soft(address: str, reason: str) -> None:
    """A mailbox could not take a mail for a reason that may pass; after too many it gets no more."""
    at = now()
    [row] = await connection().execute_query_dict(
        _SOFT, [address, reason[:LONGEST_REASON], at, at - SOFT_LASTS]
    )
    if row["soft"] >= MOST_SOFT:
        await AddressTrouble.filter(address=address, stopped_at=None).update(stopped_at=at)


async def confirm(address: str) -> None:
    """Somebody says that an address takes mail again: forget what came back from it."""
    await AddressTrouble.filter(address=address).delete()


async def stopped(address: str) -> AddressTrouble | None:
    """Why an address gets no mail; None when it does."""
    return await AddressTrouble.get_or_none(address=address, stopped_at__isnull=False)


async def note(fault: Fault, reason: str) -> None:
    """No mail leaves: let administrators know why and since when."""
    await connection().execute_query(_FAULT, [fault.value, reason[:LONGEST_REASON], now()])


async def mended() -> None:
    """A mail has left."""
    await connection().execute_query(_MENDED)


async def faults() -> list[MailFault]:
    """What keeps mail from leaving, longest first."""
    return await MailFault.all().order_by("since")
