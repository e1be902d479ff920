"""Proving who one is."""

from hub.accounts import passwords, throttling
from hub.accounts.models import User
from hub.accounts.throttling import Limit
from hub.errors import HubError
from hub.i18n import _

PER_PERSON = Limit("sign-in", tries=8, seconds=600)
# An office may sit behind one address.
PER_ADDRESS = Limit("sign-in-address", tries=60, seconds=600)


class WrongCredentials(HubError):
    """Unknown name, wrong password or shut-out person: the answer never tells which."""

    status = 401
    code = "wrong_credentials"

    def message(self) -> str:
        return _("This e-mail address and password do not belong together.")


async def authenticate(email: str, password: str, *, address: str) -> User:
    """The active person with this e-mail address and password; WrongCredentials or TooMany otherwise.

    `address` is where the request came from.
    """
    email, origin = email.strip().lower(), throttling.network(address)
    of_address = await throttling.count(PER_ADDRESS, origin)
    await throttling.count(PER_PERSON, email, origin)
    user = await _find(email)
    right = await passwords.verify(user.password_hash if user else None, password)
    if user is None or not right or not user.active:
        raise WrongCredentials
    await of_address.delete()
    await throttling.forget(PER_PERSON, email, origin)
    if user.password_hash and passwords.is_outdated(user.password_hash):
        stronger = await passwords.hash_password(password)
        await User.filter(id=user.id, password_hash=user.password_hash).update(password_hash=stronger)
    return user


async def _find(email: str) -> User | None:
    # PostgreSQL keeps neither NUL nor halves of surrogate pairs, so nobody has such an address.
    return await User.get_or_none(email=email) if email.isprintable() else None
