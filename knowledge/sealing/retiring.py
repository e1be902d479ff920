"""The end of a key: nothing is sealed to it any more, and nobody can be given it."""

from hub import audit
from hub.audiences.models import Group
from hub.database import now
from hub.identity import Reader
from knowledge.models import KeyGrant, Recovery, RecoveryShare, SealedPart, TeamKey


async def retire_unused(actor: Reader, team: Group) -> None:
    """Retire the former keys of a team that nothing is sealed to, and delete what they are locked in.

    Called inside the transaction that changes what is sealed to them.
    """
    rows = TeamKey.filter(team=team, retired_at__isnull=True).order_by("-generation")
    # A report that comes in holds the row of the key that it is sealed to.
    _newest, *former = await rows.select_for_update(no_key=True)
    for key in former:
        if await SealedPart.filter(key=key).exists():
            continue
        await KeyGrant.filter(key=key).delete()
        await Recovery.filter(key=key).delete()
        await RecoveryShare.filter(key=key).delete()
        key.recovery_wrapped, key.retired_at = "", now()
        await key.save(update_fields=["recovery_wrapped", "retired_at"])
        await audit.log(actor, "team_key.retired", "group", team.id, generation=key.generation)
