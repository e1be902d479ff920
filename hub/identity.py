"""Who is reading: the one object that policies, queries and operations ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from starlette.requests import HTTPConnection

from hub.accounts.models import User
from hub.caching import Cache
from hub.database import connection
from hub.errors import SignInRequired
from hub.outbox import bus

ACCESS_CHANGED = "access"
# A missed signal may not keep a dismissed person in for longer than this.
CACHE_SECONDS = 30.0

_ANYBODY = """
SELECT id, uid, name, handle, email, role, locale, timezone, theme, away_from, away_until,
    ARRAY(SELECT group_id FROM membership WHERE user_id = account.id) AS group_ids,
    ARRAY(
        SELECT id FROM audience WHERE everyone
        UNION SELECT audience_id FROM audience_person WHERE user_id = account.id
        UNION SELECT audience_id FROM audience_group
            JOIN membership USING (group_id) WHERE membership.user_id = account.id
    ) AS audience_ids
FROM account WHERE id = ANY($1)
"""
_READER = f"{_ANYBODY} AND active"


@dataclass(frozen=True, slots=True)
class Reader:
    """A signed-in person with everything that decides what they may see.

    `locale` is empty when the person has not chosen a language. `audience_ids` are the audiences they belong to.
    `away_from` and `away_until` are a longer absence with which they have not caught up yet.
    """

    id: int
    uid: UUID
    name: str
    handle: str
    email: str | None
    role: str
    locale: str
    timezone: str
    theme: str
    group_ids: frozenset[int]
    audience_ids: frozenset[int]
    away_from: datetime | None = None
    away_until: datetime | None = None

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"

    @property
    def is_lead(self) -> bool:
        """Leads keep order in discussions and knowledge; admins may do what leads may."""
        return self.role in ("lead", "admin")


class ReaderCache:
    """Readers of this process by user id. Entries go when access changes, and after `CACHE_SECONDS` anyway."""

    def __init__(self) -> None:
        self._readers: Cache[int, Reader] = Cache(most=20_000, seconds=CACHE_SECONDS)

    async def get(self, user_id: int) -> Reader | None:
        """The reader, or None for a person who is unknown or inactive."""
        return await self._readers.get(user_id, _load_reader)

    def forget(self, user_ids: Iterable[int] | None = None) -> None:
        """Drop some people, or everybody."""
        if user_ids is None:
            self._readers.forget()
        else:
            for user_id in user_ids:
                self._readers.forget_one(user_id)

    def listen(self, to: bus.Bus) -> None:
        """Follow what other processes change."""
        to.on_signal(ACCESS_CHANGED, lambda data: self.forget(data["user_ids"]))
        to.on_gap(self.forget)


readers = ReaderCache()


async def load_readers(user_ids: Iterable[int]) -> list[Reader]:
    """The active people among `user_ids`, fresh from the database."""
    rows = await connection().execute_query_dict(_READER, [list(user_ids)])
    return [_reader(row) for row in rows]


async def _load_reader(user_id: int) -> Reader | None:
    found = await load_readers([user_id])
    return found[0] if found else None


async def reader_for_import(user: User) -> Reader:
    """The reader that a text brought from elsewhere is written as, inactive placeholders included."""
    [row] = await connection().execute_query_dict(_ANYBODY, [[user.id]])
    return _reader(row)


def _reader(row: dict[str, Any]) -> Reader:
    frozen = {name: _one_of(frozenset(row[name])) for name in ("group_ids", "audience_ids")}
    return Reader(**{**dict(row), **frozen})


@lru_cache(10_000)
def _one_of(ids: frozenset[int]) -> frozenset[int]:
    """The same object for equal sets: most people are in the same groups, and thousands are asked for one event."""
    return ids


async def access_changed(user_ids: Iterable[int] | None = None) -> None:
    """Tell every process that these people (or everybody) may now read other things, or be somebody else.

    Call it inside the transaction that changes access.
    """
    changed = None if user_ids is None else sorted(user_ids)
    readers.forget(changed)
    # NOTIFY has a size limit; beyond it, forgetting everybody is cheap enough.
    payload = changed if changed is not None and len(changed) < 500 else None
    await bus.signal(ACCESS_CHANGED, {"user_ids": payload})


def maybe_reader(request: HTTPConnection) -> Reader | None:
    """The signed-in person, if any."""
    reader: Reader | None = request.scope["state"].get("reader")
    return reader


def reader_of(request: HTTPConnection) -> Reader:
    """The signed-in person; raises SignInRequired for a guest."""
    reader = maybe_reader(request)
    if reader is None:
        raise SignInRequired
    return reader
