"""The bodies of requests and answers about keys. A key that is `wrapped` is an age file in ASCII armour."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from hub.api import Body
from knowledge.models import SealingIdentity
from knowledge.sealing.formats import ByPasskey, ByPassphrase, Recipient, Wrapped
from knowledge.sealing.keys import SHARES, Locked, NewKey
from knowledge.sealing.moving import Progress
from knowledge.sealing.queries import HeldKey, Holder, Person, Standing, TeamKeys

MOST_HOLDERS = 100


class IdentityOut(BaseModel):
    """One's own key pair: its public half, and its private half locked in one way or two."""

    uid: UUID
    recipient: str
    passphrase_wrapped: str
    passkey_wrapped: str
    created_at: datetime

    @classmethod
    def of(cls, identity: SealingIdentity) -> "IdentityOut":
        return cls(
            uid=identity.uid,
            recipient=identity.recipient,
            passphrase_wrapped=identity.passphrase_wrapped,
            passkey_wrapped=identity.passkey_wrapped,
            created_at=identity.created_at,
        )


class NewIdentity(Body):
    """An identity that was made elsewhere: the hub never sees its private half. Locked in one way at least."""

    uid: UUID
    recipient: Recipient
    passphrase_wrapped: ByPassphrase | None = None
    passkey_wrapped: ByPasskey | None = None


class LockChange(Body):
    """Another lock of the identity; an empty text takes one away, what is left out stays."""

    passphrase_wrapped: ByPassphrase | Annotated[str, Field(max_length=0)] | None = None
    passkey_wrapped: ByPasskey | Annotated[str, Field(max_length=0)] | None = None


class Reviewer(BaseModel):
    """Somebody whom a key is locked to."""

    user: UUID
    name: str
    recipient: str
    standing: Standing

    @classmethod
    def of(cls, holder: Holder) -> "Reviewer":
        return cls(
            user=holder.user.uid,
            name=holder.user.name,
            recipient=holder.recipient,
            standing=holder.standing,
        )


class Member(BaseModel):
    """Somebody whom a key, or a share of its recovery, can be locked to, once they have a recipient."""

    user: UUID
    name: str
    recipient: str | None

    @classmethod
    def of(cls, person: Person) -> "Member":
        recipient = person.identity.recipient if person.identity else None
        return cls(user=person.user.uid, name=person.user.name, recipient=recipient)


class KeyOut(BaseModel):
    """A team's key. `wrapped` is for the caller alone, and empty when they do not hold it.

    `reviewers` are all whom it is locked to: a browser refuses the key unless it finds the same inside.
    `due` tells that somebody knows it who should not any more.
    """

    uid: UUID
    team: UUID
    team_name: str
    generation: int
    recipient: str
    recovery: str
    reviewers: list[Reviewer]
    keepers: list[Reviewer]
    wrapped: str
    due: bool

    @classmethod
    def of(cls, held: HeldKey, team: UUID, team_name: str) -> "KeyOut":
        return cls(
            uid=held.key.uid,
            team=team,
            team_name=team_name,
            generation=held.key.generation,
            recipient=held.key.recipient,
            recovery=held.key.recovery_recipient,
            reviewers=[Reviewer.of(holder) for holder in held.holders],
            keepers=[Reviewer.of(keeper) for keeper in held.keepers],
            wrapped=held.wrapped,
            due=held.due,
        )


class VaultOut(BaseModel):
    """What a browser unlocks: one's identity, and the keys of one's teams that are locked to it."""

    identity: IdentityOut | None
    keys: list[KeyOut]


class ProgressOut(BaseModel):
    """How many parts are sealed for the team, and how many of them still to a former key."""

    total: int
    left: int

    @classmethod
    def of(cls, progress: Progress) -> "ProgressOut":
        return cls(total=progress.total, left=progress.left)


class TeamKeysOut(BaseModel):
    """A team's keys in use, the newest first, and who may hold them."""

    team: UUID
    name: str
    keys: list[KeyOut]
    members: list[Member]
    admins: list[Member]
    progress: ProgressOut

    @classmethod
    def of(cls, found: TeamKeys) -> "TeamKeysOut":
        team = found.team
        return cls(
            team=team.uid,
            name=team.name,
            keys=[KeyOut.of(held, team.uid, team.name) for held in found.keys],
            members=[Member.of(person) for person in found.members],
            admins=[Member.of(person) for person in found.admins],
            progress=ProgressOut.of(found.progress),
        )


class LockedKey(Body):
    """A key, or a share, locked to the identity with this `recipient`."""

    recipient: Recipient
    wrapped: Wrapped

    @property
    def locked(self) -> Locked:
        return Locked(self.recipient, self.wrapped)


_Grants = Annotated[list[LockedKey], Field(min_length=1, max_length=MOST_HOLDERS)]


class NewTeamKey(Body):
    """A team's new key, locked to each reviewer, and its recovery identity, in shares, to three admins."""

    uid: UUID
    generation: Annotated[int, Field(ge=1, lt=2**31)]
    recipient: Recipient
    recovery_recipient: Recipient
    recovery_wrapped: Wrapped
    grants: _Grants
    shares: Annotated[list[LockedKey], Field(min_length=SHARES, max_length=SHARES)]

    @property
    def key(self) -> NewKey:
        return NewKey(
            uid=self.uid,
            generation=self.generation,
            recipient=self.recipient,
            recovery_recipient=self.recovery_recipient,
            recovery_wrapped=self.recovery_wrapped,
            grants=[one.locked for one in self.grants],
            shares=[one.locked for one in self.shares],
        )


class GrantChange(Body):
    """The key locked anew to everybody who holds it, and to one more; `before` are the recipients until now."""

    before: Annotated[list[Recipient], Field(max_length=MOST_HOLDERS)]
    grants: _Grants
