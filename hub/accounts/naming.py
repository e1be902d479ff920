"""E-mail addresses and handles: what people are found and mentioned by."""

import re
import unicodedata
from typing import Annotated

from email_validator import EmailNotValidError, validate_email

from hub.accounts.models import User
from hub.audiences.models import Group
from hub.database import connection
from hub.errors import InvalidInput
from hub.i18n import _
from hub.text import Line

LONGEST_NAME = 100
LONGEST_HANDLE = 39
# A handle that somebody names; whether anybody has it is another question.
Handle = Annotated[str, Line(LONGEST_HANDLE)]
_HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,37}[a-z0-9])?")
# Words that would be read as a call to many.
_RESERVED = frozenset({"all", "everyone", "here"})


def clean_email(text: str) -> str:
    """The one form in which an address is stored and compared; InvalidInput when it is none.

    Nothing is looked up: a hub may stand in a network without a way out, with names that only it knows.
    """
    try:
        valid = validate_email(
            text.strip(),
            check_deliverability=False,
            globally_deliverable=False,
            allow_smtputf8=False,
            strict=True,
        )
    except EmailNotValidError as error:
        raise InvalidInput({"email": _("This is not an e-mail address that mail can be sent to.")}) from error
    return valid.normalized.lower()


def clean_name(text: str) -> str:
    """A person's name on one line; InvalidInput when nothing is left of it or it is too long."""
    try:
        return Line(LONGEST_NAME)(text)
    except ValueError as error:
        raise InvalidInput(
            {"name": _("Please give a name of at most %(count)s characters.") % {"count": LONGEST_NAME}}
        ) from error


def is_handle(text: str) -> bool:
    """Whether `text` could be somebody's handle at all."""
    return bool(_HANDLE.fullmatch(text))


async def check_handle(handle: str, *, but: int | None = None) -> str:
    """`handle` as it is stored; InvalidInput when it has other characters or is taken. `but` may have it."""
    handle = handle.strip().removeprefix("@").lower()
    if not is_handle(handle) or "--" in handle:
        raise InvalidInput(
            {"handle": _("A handle is made of a–z, 0–9 and single hyphens, at most 39 of them.")}
        )
    if handle in _RESERVED or await _taken(handle, but):
        raise InvalidInput({"handle": _("This handle is already taken.")})
    return handle


async def free_handle(*sources: str | None) -> str:
    """A handle nobody has, from the first source that has Latin letters or digits in it.

    Call it in the transaction that stores the handle: no other one is given out until that ends.
    """
    await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext('account.handle'))")
    base = next((slug for slug in map(_slug, sources) if slug), "person")
    handle, number = base, 1
    while handle in _RESERVED or await _taken(handle, None):
        number += 1
        handle = f"{base[: LONGEST_HANDLE - 1 - len(str(number))].rstrip('-')}-{number}"
    return handle


def _slug(text: str | None) -> str:
    if not text:
        return ""
    # A name of which only a part is Latin (王芳 Fang) would lose its better half; the next source fits it more.
    if any(unicodedata.category(character) == "Lo" for character in text):
        return ""
    ascii_only = unicodedata.normalize("NFKD", text.partition("@")[0]).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:LONGEST_HANDLE].strip("-")


async def _taken(handle: str, but: int | None) -> bool:
    holder = await User.get_or_none(handle=handle)
    return (holder is not None and holder.id != but) or await Group.exists(handle=handle)
