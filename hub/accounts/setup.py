"""The first administrator of a new hub, who proves by a code from the server's log that the server is theirs."""

import base64
import hashlib
import hmac

from hub.accounts import operations, throttling
from hub.accounts.models import Role, User
from hub.accounts.throttling import Limit
from hub.database import connection, in_transaction
from hub.errors import InvalidInput, NotFound
from hub.i18n import _
from hub.settings import Settings, get_settings

TRIES = Limit("setup", tries=10, seconds=900)


async def is_open() -> bool:
    """Whether nobody administers this hub yet. Once somebody does, there is always one (see LastAdmin)."""
    return not await User.exists(role=Role.ADMIN)


async def pending_code(_settings: Settings) -> str | None:
    """The code to be shown to the operator; None when the hub has an administrator."""
    return code() if await is_open() else None


def code() -> str:
    """The set-up code, four groups of letters and digits.

    It follows from the hub's secret key: every process of a hub shows the same one, and none is stored.
    """
    digest = hmac.digest(get_settings().signing_key(), b"first administrator", hashlib.sha256)
    text = base64.b32encode(digest).decode()[:20].lower()
    return "-".join(text[start : start + 5] for start in range(0, 20, 5))


async def finish(*, given_code: str, email: str, name: str, password: str, locale: str, address: str) -> User:
    """Make the first administrator. NotFound when there is one, InvalidInput for a wrong code."""
    await throttling.count(TRIES, throttling.network(address))
    if not hmac.compare_digest(_letters(given_code), _letters(code())):
        raise InvalidInput({"code": _("This is not the code from the server's log.")})
    async with in_transaction():
        # Two people who hold the code at once: the first one is the first administrator.
        await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext('account.setup'))")
        if not await is_open():
            raise NotFound
        return await operations.create_user(
            None, email=email, name=name, role=Role.ADMIN, password=password, locale=locale
        )


def _letters(text: str) -> bytes:
    return "".join(character for character in text.lower() if character.isalnum()).encode("utf-8", "replace")
