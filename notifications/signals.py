"""What the processes tell each other about inboxes and mail, beyond events."""

from collections.abc import Iterable

from hub.outbox import bus

INBOX = "inbox"
MAIL = "mail"

# NOTIFY takes at most 8,000 bytes.
_PEOPLE_IN_ONE_SIGNAL = 500


async def inbox_changed(user_ids: Iterable[int]) -> None:
    """The bells of these people may show another number; inside a transaction it is told on commit."""
    concerned = sorted(set(user_ids))
    for start in range(0, len(concerned), _PEOPLE_IN_ONE_SIGNAL):
        await bus.signal(INBOX, {"user_ids": concerned[start : start + _PEOPLE_IN_ONE_SIGNAL]})


async def mail_queued() -> None:
    """There is mail to send; inside a transaction it is told on commit."""
    await bus.signal(MAIL, {})
