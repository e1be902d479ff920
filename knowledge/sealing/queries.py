"""Keys as one reader sees them: the own ones, a team's, and the recoveries that wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from tortoise.expressions import Subquery

from hub.accounts.models import Role, User
from hub.audiences.models import Group, Membership
from hub.errors import NotFound
from hub.identity import Reader
from knowledge.defects.routing import people_of, teams_of
from knowledge.models import KeyGrant, Recovery, RecoveryGrant, RecoveryShare, SealingIdentity, TeamKey
from knowledge.sealing import policy
from knowledge.sealing.keys import ENOUGH
from knowledge.sealing.moving import Progress, progress


class Standing(StrEnum):
    """Whether somebody to whom a key is locked still gets it."""

    HOLDS = "holds"
    LEFT = "left"
    TAKEN_AWAY = "taken_away"
    NEW_IDENTITY = "new_identity"


@dataclass(frozen=True)
class Holder:
    """Somebody whom a key, or a share of its recovery, is locked to."""

    user: User
    recipient: str
    standing: Standing


@dataclass(frozen=True)
class HeldKey:
    """A key that is in use. `wrapped` is what the reader opens it with; empty for those who do not hold it."""

    key: TeamKey
    holders: list[Holder]
    keepers: list[Holder]
    wrapped: str
    recovered: bool

    @property
    def staying(self) -> list[Holder]:
        """Those who can get the next key from whoever holds this one."""
        return [one for one in self.holders if one.standing is Standing.HOLDS]

    @property
    def due(self) -> bool:
        """Whether somebody knows the key who should not any more, so that a new one has to be made."""
        known = any(one.standing in (Standing.LEFT, Standing.TAKEN_AWAY) for one in self.holders)
        return known or self.recovered

    @property
    def recoverable(self) -> bool:
        """Whether enough admins can still open their shares."""
        return len([one for one in self.keepers if one.standing is Standing.HOLDS]) >= ENOUGH


@dataclass(frozen=True)
class Person:
    """Somebody who may hold a key or a share, and their present identity, if they have made one."""

    user: User
    identity: SealingIdentity | None


@dataclass(frozen=True)
class TeamKeys:
    """Everything about the keys of a team, newest key first, as `reader` may know it."""

    team: Group
    keys: list[HeldKey]
    members: list[Person]
    admins: list[Person]
    progress: Progress
    mine: bool

    @property
    def eligible(self) -> list[Holder]:
        """The members who can get a first key."""
        return _with_identity(self.members)

    @property
    def keepable(self) -> list[Holder]:
        """The admins who can keep a share."""
        return _with_identity(self.admins)

    @property
    def newest(self) -> HeldKey | None:
        return self.keys[0] if self.keys else None

    @property
    def holds(self) -> bool:
        return bool(self.newest and self.newest.wrapped)


async def find_team(reader: Reader, uid: UUID) -> Group:
    """A product team of which `reader` may know the keys; NotFound for all others."""
    team = await policy.teams_visible_to(reader).get_or_none(uid=uid)
    if team is None:
        raise NotFound
    return team


async def find_key(reader: Reader, uid: UUID) -> TeamKey:
    """A key in use of such a team."""
    teams = Subquery(policy.teams_visible_to(reader).values("id"))
    key = await TeamKey.get_or_none(uid=uid, team_id__in=teams, retired_at__isnull=True)
    if key is None:
        raise NotFound
    return key


async def team_keys(reader: Reader, team: Group) -> TeamKeys:
    """A visible team's keys, and who may hold them."""
    members = await people_of(team.id)
    admins = await User.filter(role=Role.ADMIN, active=True).order_by("name", "id")
    identities = await _identities({*members, *admins})
    return TeamKeys(
        team=team,
        keys=(await held_keys(reader, [team.id]))[team.id],
        members=[Person(user, identities.get(user.id)) for user in members],
        admins=[Person(user, identities.get(user.id)) for user in admins],
        progress=await progress(team),
        mine=policy.may_hold(reader, team),
    )


async def held_keys(reader: Reader, team_ids: Iterable[int]) -> dict[int, list[HeldKey]]:
    """The keys in use of each team, the newest first."""
    found: dict[int, list[HeldKey]] = {id_: [] for id_ in team_ids}
    keys = await TeamKey.filter(team_id__in=list(found), retired_at__isnull=True).order_by("-generation")
    if not keys:
        return found
    ids = [key.id for key in keys]
    members = set(await Membership.filter(group_id__in=list(found)).values_list("group_id", "user_id"))
    grants = await KeyGrant.filter(key_id__in=ids).order_by("id").select_related("identity__user")
    shares = await RecoveryShare.filter(key_id__in=ids).order_by("id").select_related("identity__user")
    mine = dict(await policy.grants_of(reader).values_list("key_id", "wrapped"))
    lent = RecoveryGrant.filter(recovery__key_id__in=ids).values_list("recovery_id", "recovery__key_id")
    recovered = _often(await lent)
    for key in keys:
        holders = [
            Holder(
                row.identity.user,
                row.identity.recipient,
                _standing(row, (key.team_id, row.identity.user_id) in members),
            )
            for row in grants
            if row.key_id == key.id
        ]
        keepers = [
            Holder(row.identity.user, row.identity.recipient, _keeping(row))
            for row in shares
            if row.key_id == key.id
        ]
        held = HeldKey(key, holders, keepers, mine.get(key.id, ""), key.id in recovered)
        found[key.team_id].append(held)
    return found


async def keys_of_teams(reader: Reader) -> list[tuple[Group, list[HeldKey]]]:
    """The teams of `reader` and the keys of each."""
    teams = await teams_of(reader)
    keys = await held_keys(reader, [team.id for team in teams])
    return [(team, keys[team.id]) for team in teams]


async def find_recovery(reader: Reader, uid: UUID) -> Recovery:
    """A visible recovery; NotFound for all others."""
    rows = policy.recoveries_visible_to(reader).select_related("key__team", "identity__user")
    recovery = await rows.get_or_none(uid=uid)
    if recovery is None:
        raise NotFound
    return recovery


async def lenders(recoveries: Iterable[Recovery]) -> dict[int, list[User]]:
    """The admins who lent their share to each recovery, by its id."""
    found: dict[int, list[User]] = {recovery.id: [] for recovery in recoveries}
    rows = RecoveryGrant.filter(recovery_id__in=list(found)).order_by("id").select_related("author")
    for row in await rows:
        found[row.recovery_id].append(row.author)
    return found


def _with_identity(people: Iterable[Person]) -> list[Holder]:
    return [Holder(one.user, one.identity.recipient, Standing.HOLDS) for one in people if one.identity]


async def _identities(people: Iterable[User]) -> dict[int, SealingIdentity]:
    rows = SealingIdentity.filter(user_id__in=[user.id for user in people], retired_at__isnull=True)
    return {row.user_id: row for row in await rows}


def _standing(grant: KeyGrant, member: bool) -> Standing:
    if not grant.wrapped:
        return Standing.TAKEN_AWAY
    if not member or not grant.identity.user.active:
        return Standing.LEFT
    return Standing.NEW_IDENTITY if grant.identity.retired_at else Standing.HOLDS


def _keeping(share: RecoveryShare) -> Standing:
    user = share.identity.user
    if not user.active or user.role is not Role.ADMIN:
        return Standing.LEFT
    return Standing.NEW_IDENTITY if share.identity.retired_at else Standing.HOLDS


def _often(lent: Iterable[tuple[int, int]]) -> set[int]:
    """The keys of which somebody was lent enough shares."""
    by_recovery: dict[int, list[int]] = {}
    for recovery_id, key_id in lent:
        by_recovery.setdefault(recovery_id, []).append(key_id)
    return {keys[0] for keys in by_recovery.values() if len(keys) >= ENOUGH}
