"""The bodies of requests and answers about recoveries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from hub.accounts.models import User
from hub.api import Body, Page
from hub.text import Prose
from knowledge.api.sealing.models import LockedKey, Member
from knowledge.models import Recovery
from knowledge.sealing.formats import Wrapped


class NewRecovery(Body):
    """Why the admins should lend their shares."""

    uid: UUID
    reason: Annotated[str, Prose(1000), Field(min_length=1)]


class ShareOut(BaseModel):
    """The caller's share, locked to their identity, and `recovery`, the recipient that it belongs to."""

    wrapped: str
    recovery: str


class MaterialOut(BaseModel):
    """What a key is recovered from: enough shares, locked to whoever asked, and the key locked to what they give."""

    recovery_wrapped: str
    shares: list[str]


class RecoveryOut(BaseModel):
    """Somebody asks for a team's key. `share` is there for an admin who keeps one, `material` for whoever asked."""

    uid: UUID
    key: UUID
    team: UUID
    team_name: str
    generation: int
    asked_by: Member
    reason: str
    created_at: datetime
    closed_at: datetime | None
    lent_by: list[str]
    share: ShareOut | None = None
    material: MaterialOut | None = None

    @classmethod
    def of(cls, recovery: Recovery, lent_by: Sequence[User]) -> "RecoveryOut":
        identity, key = recovery.identity, recovery.key
        return cls(
            uid=recovery.uid,
            key=key.uid,
            team=key.team.uid,
            team_name=key.team.name,
            generation=key.generation,
            asked_by=Member(user=identity.user.uid, name=identity.user.name, recipient=identity.recipient),
            reason=recovery.reason,
            created_at=recovery.created_at,
            closed_at=recovery.closed_at,
            lent_by=[user.name for user in lent_by],
        )


class RecoveryList(Page[RecoveryOut]):
    """A page of recoveries, the latest first."""


class LentShare(Body):
    """One's share, locked to whoever asked."""

    wrapped: Wrapped


class Recovered(Body):
    """The key, locked to whoever recovered it."""

    grants: Annotated[list[LockedKey], Field(min_length=1, max_length=1)]
