"""People's own key pairs: made in their browsers, kept here locked by a passphrase, a passkey, or both."""

from dataclasses import dataclass
from uuid import UUID

from hub import audit
from hub.accounts.models import User
from hub.database import in_transaction, now
from hub.errors import InvalidInput, NotFound, UidTaken
from hub.i18n import _
from hub.identity import Reader
from knowledge.models import SealingIdentity
from knowledge.sealing import policy


@dataclass(frozen=True)
class Locks:
    """The private half, locked in one way or two; an empty text is no lock, None one that stays as it is."""

    passphrase_wrapped: str | None = None
    passkey_wrapped: str | None = None


async def identity_of(reader: Reader) -> SealingIdentity | None:
    """The present identity of `reader`."""
    return await policy.identities_of(reader).get_or_none()


async def make_identity(actor: Reader, uid: UUID, recipient: str, locks: Locks) -> SealingIdentity:
    """A new identity of `actor`; a former one retires, and what was locked to it has to be locked anew by others.

    The same one sent twice is one. UidTaken when `uid` or `recipient` were used otherwise.
    """
    async with in_transaction():
        await User.select_for_update(no_key=True).get(id=actor.id)
        if first := await SealingIdentity.get_or_none(uid=uid):
            if (first.user_id, first.recipient) != (actor.id, recipient):
                raise UidTaken
            return first
        if await SealingIdentity.filter(recipient=recipient).exists():
            raise UidTaken
        await policy.identities_of(actor).update(retired_at=now(), passphrase_wrapped="", passkey_wrapped="")
        made = SealingIdentity(uid=uid, user_id=actor.id, recipient=recipient, created_at=now())
        _lock(made, locks)
        await made.save()
        await audit.log(actor, "sealing_identity.made", "sealing_identity", None, recipient=recipient)
    return made


async def change_locks(actor: Reader, uid: UUID, locks: Locks) -> SealingIdentity:
    """Lock the present identity by another passphrase or passkey, or take one of two locks away."""
    async with in_transaction():
        rows = policy.identities_of(actor).filter(uid=uid).select_for_update(no_key=True)
        identity = await rows.get_or_none()
        if identity is None:
            raise NotFound
        _lock(identity, locks)
        await identity.save(update_fields=["passphrase_wrapped", "passkey_wrapped"])
        await audit.log(
            actor, "sealing_identity.locked", "sealing_identity", None, recipient=identity.recipient
        )
    return identity


def _lock(identity: SealingIdentity, locks: Locks) -> None:
    if locks.passphrase_wrapped is not None:
        identity.passphrase_wrapped = locks.passphrase_wrapped
    if locks.passkey_wrapped is not None:
        identity.passkey_wrapped = locks.passkey_wrapped
    if not identity.passphrase_wrapped and not identity.passkey_wrapped:
        raise InvalidInput({"passphrase_wrapped": _("A passphrase or a passkey has to stay.")})
