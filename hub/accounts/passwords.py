"""Passwords: hashed with argon2id, away from the event loop."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hub.errors import InvalidInput
from hub.i18n import _

T = TypeVar("T")

SHORTEST = 10
LONGEST = 1000

# The library's defaults: RFC 9106, the second recommended option (64 MiB for each password in work).
_hasher = PasswordHasher()
# Two at a time: a rush of sign-ins may not take all memory and every processor.
_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


def check(password: str, *known: str | None, field: str = "password") -> None:
    """InvalidInput for `field` unless the password is fit to be set.

    `known` are texts that everybody knows of the person, such as their name and e-mail address.
    """
    if len(password) < SHORTEST:
        raise InvalidInput(
            {field: _("A password needs at least %(count)s characters.") % {"count": SHORTEST}}
        )
    if len(password) > LONGEST:
        raise InvalidInput(
            {field: _("A password may have at most %(count)s characters.") % {"count": LONGEST}}
        )
    if not _encodable(password):
        raise InvalidInput({field: _("This text contains characters that are not valid Unicode.")})
    plain = password.strip().casefold()
    if any(text and plain in (text.casefold(), text.casefold().partition("@")[0]) for text in known):
        raise InvalidInput(
            {field: _("Your name and your e-mail address are the first guesses. Choose another.")}
        )


async def hash_password(password: str) -> str:
    """What is stored of a password."""
    return await _in_pool(lambda: _hasher.hash(_normalised(password)))


async def verify(stored: str | None, password: str) -> bool:
    """Whether `password` is the one that was stored. Takes as long when nothing was."""
    if len(password) > LONGEST or not _encodable(password):
        stored, password = None, ""
    return await _in_pool(lambda: _matches(stored, _normalised(password)))


def is_outdated(stored: str) -> bool:
    """Whether a password should be hashed again because the parameters have changed."""
    return _hasher.check_needs_rehash(stored)


def _matches(stored: str | None, password: str) -> bool:
    if stored is None:
        # The same work as for a person who exists, so that the clock tells nothing.
        _hasher.hash(password)
        return False
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _normalised(password: str) -> str:
    """The same password from every keyboard (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _encodable(password: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in password)


async def _in_pool(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_pool, work)
