"""A new password for somebody who has forgotten theirs, through a link that is mailed to them."""

from datetime import timedelta
from uuid import UUID

from tortoise.queryset import QuerySet

from hub import audit
from hub.accounts import passwords, sessions, throttling
from hub.accounts.events import PasswordResetRequested
from hub.accounts.invitations import LinkExpired
from hub.accounts.models import PasswordReset, User
from hub.accounts.throttling import Limit
from hub.database import in_transaction, now
from hub.outbox import record

LIFETIME = timedelta(hours=1)
PER_PERSON = Limit("reset", tries=3, seconds=3600)
PER_ADDRESS = Limit("reset-address", tries=20, seconds=3600)


async def request_reset(email: str, *, address: str) -> None:
    """Mail a link if an active person has this e-mail address. The caller learns nothing either way."""
    email = email.strip().lower()
    await throttling.count(PER_ADDRESS, throttling.network(address))
    await throttling.count(PER_PERSON, email)
    user = await User.get_or_none(email=email, active=True) if email.isprintable() else None
    if user is None:
        return
    async with in_transaction():
        await _open().filter(user_id=user.id).delete()
        reset = await PasswordReset.create(user_id=user.id, expires_at=now() + LIFETIME)
        await record(PasswordResetRequested(reset.id))
        await audit.log(None, "password_reset.requested", "user", user.id)


async def find(uid: UUID) -> PasswordReset:
    """A request whose link still works, with its user; LinkExpired otherwise."""
    reset = await _open().select_related("user").get_or_none(uid=uid)
    if reset is None:
        raise LinkExpired
    return reset


async def finish(uid: UUID, *, password: str) -> User:
    """Set the new password and sign the person out everywhere. The link works once."""
    user = (await find(uid)).user
    passwords.check(password, user.email, user.name, user.handle)
    hashed = await passwords.hash_password(password)
    async with in_transaction():
        if not await _open().filter(uid=uid).update(used_at=now()):
            raise LinkExpired
        await User.filter(id=user.id).update(password_hash=hashed)
        await sessions.end_all(user.id)
        await audit.log(None, "password_reset.finished", "user", user.id)
    return user


def _open() -> QuerySet[PasswordReset]:
    return PasswordReset.filter(used_at__isnull=True, expires_at__gt=now(), user__active=True)
