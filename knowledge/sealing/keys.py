"""Keys of teams: making one, giving it to another reviewer, taking it away."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from tortoise.queryset import QuerySet

from hub import audit
from hub.accounts.models import Role, User
from hub.audiences.models import Group
from hub.database import in_transaction, now
from hub.errors import Forbidden, UidTaken
from hub.identity import Reader
from hub.outbox import record
from knowledge.articles.writing import require
from knowledge.defects.events import KeyGranted, KeyTakenAway, TeamKeyMade
from knowledge.models import KeyGrant, RecoveryShare, SealingIdentity, TeamKey
from knowledge.sealing import policy
from knowledge.sealing.errors import KeysChanged, WrongHolders
from knowledge.sealing.retiring import retire_unused

SHARES = 3
ENOUGH = 2


@dataclass(frozen=True)
class Locked:
    """Something of a key, locked to the identity with this `recipient`."""

    recipient: str
    wrapped: str


@dataclass(frozen=True)
class NewKey:
    """A team's key as a browser made it, locked to each of its holders and, in shares, to admins."""

    uid: UUID
    generation: int
    recipient: str
    recovery_recipient: str
    recovery_wrapped: str
    grants: Sequence[Locked]
    shares: Sequence[Locked]


async def make_key(actor: Reader, team: Group, new: NewKey, *, imported: bool = False) -> TeamKey:
    """Give a team a new key: what follows is sealed to it, what stands is to be sealed anew.

    The first one any member makes, another whoever holds the present one; the same one sent twice is one.
    KeysChanged when somebody else made one, WrongHolders when somebody in it may not hold it. Of an `imported` one
    nobody is told.
    """
    async with in_transaction():
        await _locked_team(actor, team)
        if first := await TeamKey.get_or_none(uid=new.uid):
            if (first.author_id, first.team_id, first.recipient) != (actor.id, team.id, new.recipient):
                raise UidTaken
            return first
        await _require_next(actor, team, new)
        holders = await _holders(team, [grant.recipient for grant in new.grants])
        if not any(one.user_id == actor.id for one in holders.values()):
            raise WrongHolders
        keepers = await _keepers([share.recipient for share in new.shares])
        key = await TeamKey.create(
            uid=new.uid,
            team=team,
            generation=new.generation,
            recipient=new.recipient,
            recovery_recipient=new.recovery_recipient,
            recovery_wrapped=new.recovery_wrapped,
            author_id=actor.id,
            created_at=now(),
        )
        await _keep_grants(actor, key, new.grants, holders)
        await RecoveryShare.bulk_create(
            [
                RecoveryShare(key=key, identity=keepers[share.recipient], wrapped=share.wrapped)
                for share in new.shares
            ]
        )
        await retire_unused(actor, team)
        await audit.log(actor, "team_key.made", "group", team.id, generation=key.generation)
        await record(TeamKeyMade(team_id=team.id, actor_id=actor.id, key_id=key.id, imported=imported))
    return key


async def grant(actor: Reader, key: TeamKey, before: Collection[str], grants: Sequence[Locked]) -> None:
    """Put locked keys for all holders and one more in the place of those for `before`.

    Everybody's is locked anew, because each names all holders. KeysChanged when others hold it than `before`;
    WrongHolders unless exactly one member with a present identity came to it.
    """
    async with in_transaction():
        team = await _locked_team(actor, await Group.get(id=key.team_id))
        if not await policy.keys_held_by(actor).filter(id=key.id).exists():
            raise Forbidden
        present = {
            row.identity.recipient: row
            for row in await KeyGrant.filter(key=key).select_related("identity__user")
        }
        if present.keys() != set(before):
            raise KeysChanged
        added = {one.recipient for one in grants} - present.keys()
        gone = present.keys() - {one.recipient for one in grants}
        newcomers = await _holders(team, added)
        users = {one.user_id for one in newcomers.values()}
        if len(newcomers) != 1 or {present[recipient].identity.user_id for recipient in gone} - users:
            raise WrongHolders
        # From whom it was taken away, it stays so until there is a new key.
        withheld = {recipient for recipient, row in present.items() if not row.wrapped}
        identities = {recipient: row.identity for recipient, row in present.items()} | newcomers
        await KeyGrant.filter(key=key).delete()
        locked = [Locked(one.recipient, "") if one.recipient in withheld else one for one in grants]
        await _keep_grants(actor, key, locked, identities)
        for user_id in users:
            await audit.log(
                actor, "team_key.granted", "group", team.id, generation=key.generation, user_id=user_id
            )
            await record(KeyGranted(team_id=team.id, actor_id=actor.id, user_id=user_id))


async def take_away(actor: Reader, team: Group, user: User) -> None:
    """Let `user` have no locked key of the team from now on. They may have opened it before: a new one is due."""
    async with in_transaction():
        await _locked_team(actor, team)
        held = await policy.keys_held_by(actor).filter(team=team).exists()
        require(held and user.id != actor.id)
        theirs = KeyGrant.filter(key__team=team, identity__user=user).exclude(wrapped="")
        ids = await theirs.values_list("id", flat=True)
        if ids:
            await KeyGrant.filter(id__in=ids).update(wrapped="")
            await audit.log(actor, "team_key.taken_away", "group", team.id, user_id=user.id)
            await record(KeyTakenAway(team_id=team.id, actor_id=actor.id, user_id=user.id))


async def _locked_team(actor: Reader, team: Group) -> Group:
    """One at a time changes the keys of a team."""
    require(policy.may_hold(actor, team))
    return await Group.select_for_update(no_key=True).get(id=team.id)


async def _require_next(actor: Reader, team: Group, new: NewKey) -> None:
    last = await TeamKey.filter(team=team).order_by("-generation").first()
    if new.generation != (last.generation + 1 if last else 1):
        raise KeysChanged
    if last and not await policy.keys_held_by(actor).filter(id=last.id).exists():
        raise Forbidden


async def _holders(team: Group, recipients: Collection[str]) -> dict[str, SealingIdentity]:
    """The present identities of members of the team with these recipients, all of them."""
    members = SealingIdentity.filter(user__memberships__group_id=team.id, user__active=True)
    return await _identities(members, recipients)


async def _keepers(recipients: Collection[str]) -> dict[str, SealingIdentity]:
    found = await _identities(SealingIdentity.filter(user__role=Role.ADMIN, user__active=True), recipients)
    if len(found) != SHARES:
        raise WrongHolders
    return found


async def _identities(
    among: QuerySet[SealingIdentity], recipients: Collection[str]
) -> dict[str, SealingIdentity]:
    rows = await among.filter(recipient__in=list(recipients), retired_at__isnull=True)
    found = {row.recipient: row for row in rows}
    if len(found) != len(recipients):
        raise WrongHolders
    return found


async def _keep_grants(
    actor: Reader, key: TeamKey, grants: Iterable[Locked], identities: dict[str, SealingIdentity]
) -> None:
    await KeyGrant.bulk_create(
        [
            KeyGrant(
                key=key,
                identity=identities[one.recipient],
                wrapped=one.wrapped,
                author_id=actor.id,
                created_at=now(),
            )
            for one in grants
        ]
    )
