"""References to people."""

from collections.abc import Iterable
from uuid import UUID

from tortoise.expressions import Q

from hub.accounts.models import User
from hub.accounts.naming import is_handle
from hub.identity import Reader
from hub.references import Target


async def resolve_people(_reader: Reader, keys: Iterable[str]) -> dict[str, Target]:
    """Names and addresses of the people that the keys (uids or handles) name; everybody knows everybody by name."""
    asked = set(keys)
    uids = {uid for key in asked if (uid := _uid(key))}
    # Keys come as they were sent: of any length, with characters that no column takes.
    handles = [key for key in asked if is_handle(key)]
    found: dict[str, Target] = {}
    for user in await User.filter(Q(uid__in=list(uids)) | Q(handle__in=handles)):
        target = Target(user.uid, user.name, f"/people/{user.handle}")
        found |= {key: target for key in asked if key == user.handle or _uid(key) == user.uid}
    return found


def _uid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
