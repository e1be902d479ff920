"""How far people have read, and what writing in a thread does to that."""

from discussions.models import Thread, WatchLevel
from hub.database import connection
from hub.identity import Reader

_READ = """
INSERT INTO read_mark (thread_id, user_id, last_number, read_at) VALUES ($1, $2, $3, now())
ON CONFLICT (thread_id, user_id) DO UPDATE SET last_number = excluded.last_number, read_at = excluded.read_at
WHERE read_mark.last_number < excluded.last_number
"""

# Somebody who replies without having seen what came in between has still not seen it.
_FOLLOW_OWN = """
WITH followed AS (
    INSERT INTO watch (thread_id, user_id, level) VALUES ($1, $2, $4) ON CONFLICT (thread_id, user_id) DO NOTHING
)
INSERT INTO read_mark (thread_id, user_id, last_number, read_at) VALUES ($1, $2, $3, now())
ON CONFLICT (thread_id, user_id) DO UPDATE SET last_number = excluded.last_number, read_at = excluded.read_at
WHERE read_mark.last_number = excluded.last_number - 1
"""


async def mark_read(reader: Reader, thread: Thread, number: int) -> None:
    """Note that the reader has seen every post up to `number`; never moves back."""
    await connection().execute_query(_READ, [thread.id, reader.id, number])


async def follow_own(actor: Reader, thread_id: int, number: int) -> None:
    """Writing in a thread makes its author watch it, unless they chose otherwise, and know their own post."""
    await connection().execute_query(_FOLLOW_OWN, [thread_id, actor.id, number, WatchLevel.WATCHING.value])
