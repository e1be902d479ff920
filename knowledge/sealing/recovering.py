"""Recovering a key that nobody in the team can open any more: two of three admins lend their shares."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from hub import audit
from hub.accounts.models import User
from hub.audiences.models import Group
from hub.database import in_transaction, now
from hub.errors import NotFound, UidTaken
from hub.identity import Reader
from hub.outbox import record
from knowledge.articles.writing import require
from knowledge.defects.events import KeyRecovered, RecoveryAsked, RecoveryGranted
from knowledge.models import KeyGrant, Recovery, RecoveryGrant, TeamKey
from knowledge.sealing import policy
from knowledge.sealing.errors import KeysChanged, NoIdentity, NotYet, WrongHolders
from knowledge.sealing.identities import identity_of
from knowledge.sealing.keys import ENOUGH, Locked


@dataclass(frozen=True)
class Material:
    """What whoever asked needs to recover the key, once enough admins agreed."""

    recovery_wrapped: str
    shares: list[str]


async def ask(actor: Reader, key: TeamKey, uid: UUID, reason: str) -> Recovery:
    """Ask the admins for their shares of a key, once at a time. Only members of the team can."""
    async with in_transaction():
        team = await Group.select_for_update(no_key=True).get(id=key.team_id)
        require(policy.may_hold(actor, team))
        identity = await identity_of(actor)
        if identity is None:
            raise NoIdentity
        if first := await Recovery.get_or_none(uid=uid):
            if (first.key_id, first.identity_id, first.reason) != (key.id, identity.id, reason):
                raise UidTaken
            return first
        if waiting := await Recovery.get_or_none(key=key, identity=identity, closed_at__isnull=True):
            return waiting
        recovery = await Recovery.create(uid=uid, key=key, identity=identity, reason=reason, created_at=now())
        await audit.log(actor, "key_recovery.asked", "group", team.id, generation=key.generation)
        await record(RecoveryAsked(team_id=team.id, actor_id=actor.id, recovery_id=recovery.id))
    return recovery


async def give_share(actor: Reader, recovery: Recovery, wrapped: str) -> None:
    """Lend one's share, locked to the identity of whoever asked. Nobody approves what they asked for themselves."""
    async with _open(actor, recovery) as current:
        await _require_standing(current)
        share = await policy.shares_of(actor).get_or_none(key_id=current.key_id)
        require(share is not None and current.identity.user_id != actor.id)
        assert share is not None
        if await RecoveryGrant.filter(recovery=current, share=share).exists():
            return
        await RecoveryGrant.create(
            recovery=current, share=share, author_id=actor.id, wrapped=wrapped, created_at=now()
        )
        enough = await RecoveryGrant.filter(recovery=current).count() >= ENOUGH
        team_id = current.key.team_id
        await audit.log(actor, "key_recovery.granted", "group", team_id, asked_by=current.identity.user_id)
        await record(
            RecoveryGranted(team_id=team_id, actor_id=actor.id, recovery_id=current.id, enough=enough)
        )


async def material(actor: Reader, recovery: Recovery) -> Material:
    """The shares and what they open, for whoever asked. NotYet before two admins agreed."""
    require(recovery.identity.user_id == actor.id)
    await _require_standing(recovery)
    shares = await RecoveryGrant.filter(recovery=recovery).order_by("id")
    if len(shares) < ENOUGH:
        raise NotYet
    return Material(recovery.key.recovery_wrapped, [share.wrapped for share in shares[:ENOUGH]])


async def complete(actor: Reader, recovery: Recovery, grants: Sequence[Locked]) -> None:
    """The key has been recovered, and is locked to whoever asked and nobody else: they have to make a new one."""
    async with _open(actor, recovery) as current:
        require(current.identity.user_id == actor.id)
        await _require_standing(current)
        if await RecoveryGrant.filter(recovery=current).count() < ENOUGH:
            raise NotYet
        if [one.recipient for one in grants] != [current.identity.recipient]:
            raise WrongHolders
        await KeyGrant.filter(key_id=current.key_id).delete()
        await KeyGrant.create(
            key_id=current.key_id,
            identity_id=current.identity_id,
            wrapped=grants[0].wrapped,
            author_id=actor.id,
            created_at=now(),
        )
        current.closed_at = now()
        await current.save(update_fields=["closed_at"])
        team_id = current.key.team_id
        await audit.log(actor, "key_recovery.completed", "group", team_id, generation=current.key.generation)
        await record(KeyRecovered(team_id=team_id, actor_id=actor.id, recovery_id=current.id))


async def close(actor: Reader, recovery: Recovery) -> None:
    """Take one's question back, or refuse it as an admin."""
    async with _open(actor, recovery) as current:
        require(actor.is_admin or current.identity.user_id == actor.id)
        current.closed_at = now()
        await current.save(update_fields=["closed_at"])
        await audit.log(
            actor, "key_recovery.closed", "group", current.key.team_id, asked_by=current.identity.user_id
        )


@asynccontextmanager
async def _open(actor: Reader, recovery: Recovery) -> AsyncIterator[Recovery]:
    """A recovery that waits, for one at a time. KeysChanged when it is over."""
    async with in_transaction():
        visible = policy.recoveries_visible_to(actor).filter(id=recovery.id)
        if await visible.select_for_update(no_key=True).get_or_none() is None:
            raise NotFound
        current = await Recovery.get(id=recovery.id).select_related("key", "identity")
        if current.closed_at:
            raise KeysChanged
        yield current


async def _require_standing(recovery: Recovery) -> None:
    """KeysChanged when it is over, or whoever asked has left or has another identity."""
    identity = recovery.identity
    asker = User.filter(id=identity.user_id, active=True, memberships__group_id=recovery.key.team_id)
    if recovery.closed_at or recovery.key.retired_at or identity.retired_at or not await asker.exists():
        raise KeysChanged
