"""When somebody was away for longer: noted when they come back, kept until they say that they have caught up."""

from datetime import datetime, timedelta

from hub.caching import Cache
from hub.database import connection, in_transaction, now
from hub.identity import Reader, access_changed

# Whoever was away for less has missed nothing that the bell does not tell.
SHORTEST = timedelta(hours=4)
# What is older is no news to anybody.
LONGEST = timedelta(days=30)
# That somebody is there is noted this often, not at every request.
SEEN_EVERY = timedelta(minutes=5)
MOST_OPENED = 200

# An absence that nobody has caught up with goes on: a glance at a phone on the way must not end it.
_SEEN = """
WITH before AS (
    SELECT id, seen_at, away_from, seen_at < $2::timestamptz - $3::interval AS back FROM account
    WHERE id = $1 AND (seen_at IS NULL OR seen_at < $2::timestamptz - $4::interval) FOR UPDATE
)
UPDATE account SET seen_at = $2,
    away_from = CASE WHEN back
        THEN greatest(coalesce(before.away_from, before.seen_at), $2::timestamptz - $5::interval)
        ELSE before.away_from END,
    away_until = CASE WHEN back THEN $2 ELSE account.away_until END
FROM before WHERE account.id = before.id
RETURNING back
"""

_CAUGHT_UP = """
UPDATE account SET away_from = NULL, away_until = NULL, away_opened = NULL
WHERE id = $1 AND away_until IS NOT NULL RETURNING id
"""

_OPENED = """
UPDATE account SET away_opened = coalesce(away_opened, '[]') || to_jsonb($2::text)
WHERE id = $1 AND away_until IS NOT NULL AND NOT coalesce(away_opened, '[]') ? $2
    AND jsonb_array_length(coalesce(away_opened, '[]')) < $3
"""

_noted: Cache[int, datetime] = Cache(most=20_000, seconds=SEEN_EVERY.total_seconds())


async def note_presence(user_id: int) -> None:
    """Somebody asks for a page, or does something. When they were away for long, their absence is kept."""
    await _noted.get(user_id, _note)


async def _note(user_id: int) -> datetime:
    at = now()
    async with in_transaction():
        rows = await connection().execute_query_dict(_SEEN, [user_id, at, SHORTEST, SEEN_EVERY, LONGEST])
        if any(row["back"] for row in rows):
            await access_changed([user_id])
    return at


async def note_opened(reader: Reader, topic: str) -> None:
    """Remember that somebody who was away has opened something, such as ``article:7``."""
    await connection().execute_query(_OPENED, [reader.id, topic, MOST_OPENED])


async def caught_up(reader: Reader) -> None:
    """The reader knows what happened while they were away, on every device; call it inside a transaction."""
    if await connection().execute_query_dict(_CAUGHT_UP, [reader.id]):
        await access_changed([reader.id])


def forget() -> None:
    """Note everybody's presence anew; for tests."""
    _noted.forget()
