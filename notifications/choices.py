"""Which mail people want. Everybody gets all kinds until they say otherwise."""

from collections.abc import Iterable

from hub.database import in_transaction
from notifications.models import Kind, MailChoice, Timing


async def wanted_by(user_id: int) -> set[Kind]:
    """The kinds of mail that somebody gets."""
    refused = {choice.kind for choice in await MailChoice.filter(user_id=user_id, timing=Timing.OFF)}
    return set(Kind) - refused


async def choose(user_id: int, wanted: Iterable[Kind]) -> None:
    """Send exactly these kinds from now on; mail that waits to be sent follows the choice too."""
    refused = set(Kind) - set(wanted)
    async with in_transaction():
        await MailChoice.filter(user_id=user_id).delete()
        await MailChoice.bulk_create(
            [MailChoice(user_id=user_id, kind=kind, timing=Timing.OFF) for kind in sorted(refused)],
            ignore_conflicts=True,
        )


async def refuse(user_id: int, kind: Kind) -> None:
    """Send no mail of one kind any more."""
    await MailChoice.update_or_create({"timing": Timing.OFF}, user_id=user_id, kind=kind)
