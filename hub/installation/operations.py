"""Keeping the row: made with a new hub, changed by a restore and by an operator who gives the hub another key."""

import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from hub.database import new_uid
from hub.installation.models import Installation
from hub.settings import get_settings

_ROW = 1


async def ensure() -> None:
    """Make the row of a hub that has none; call it in a transaction that nobody else furnishes in."""
    if not await Installation.exists():
        await Installation.create(id=_ROW, key_check=key_check())


async def uid() -> UUID | None:
    """The line of the data in this database, None before the hub is furnished."""
    row = await Installation.get_or_none(id=_ROW)
    return row.uid if row else None


async def mailed_until() -> datetime | None:
    """Of what happened before this no mail is sent; None when all of it is owed."""
    row = await Installation.get_or_none(id=_ROW)
    return row.mailed_until if row else None


async def key_fits() -> bool | None:
    """Whether this process signs links with the hub's own key; None before the hub is furnished."""
    row = await Installation.get_or_none(id=_ROW)
    return hmac.compare_digest(row.key_check, key_check()) if row else None


async def accept_key() -> None:
    """The key of this process is the hub's own from now on; links that were signed with another are dead."""
    await ensure()
    await Installation.filter(id=_ROW).update(key_check=key_check())


async def begin_anew(*, mailed_until: datetime | None) -> None:
    """Begin a new line of the data, after a restore."""
    await ensure()
    changed = Installation.filter(id=_ROW)
    await changed.update(uid=new_uid())
    if mailed_until:
        await changed.update(mailed_until=mailed_until)


def key_check() -> str:
    """What the signing key of this process makes of a fixed text."""
    return hmac.new(get_settings().signing_key(), b"hub key check", hashlib.sha256).hexdigest()
