"""What a browser has to know before it seals: whose key, which one, and who opens it."""

from dataclasses import dataclass

from hub.accounts.models import User
from hub.audiences.models import Group
from hub.vocabulary.models import Term
from knowledge.defects.routing import team_for
from knowledge.defects.sealed.errors import no_key
from knowledge.models import Origin, TeamKey


@dataclass(frozen=True)
class Addressee:
    """A team that things can be sealed for: its present key, and the members who can open what is sealed to it."""

    team: Group
    key: TeamKey
    people: list[User]


async def current_key(team_id: int) -> TeamKey | None:
    """The key that is sealed to: the newest one."""
    return await TeamKey.filter(team_id=team_id, retired_at__isnull=True).order_by("-generation").first()


async def addressee(product: Term, origin: Origin) -> Addressee:
    """Whom a report about `product` is sealed for. InvalidInput at ``product`` for no team, or one without a key."""
    team = await team_for(product, origin)
    return await of_team(team)


async def of_team(team: Group) -> Addressee:
    """The same for a team; InvalidInput when it has no key."""
    key = await current_key(team.id)
    if key is None:
        raise no_key(team)
    return Addressee(team, key, await _holders(key))


async def _holders(key: TeamKey) -> list[User]:
    granted = User.filter(
        active=True,
        memberships__group_id=key.team_id,
        sealing_identities__retired_at__isnull=True,
        sealing_identities__grants__key_id=key.id,
        # A grant that was taken away is empty until there is a new key.
        sealing_identities__grants__wrapped__not="",
    )
    return await granted.distinct().order_by("name", "id")
