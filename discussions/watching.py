"""Who follows a thread, and how far everybody has read."""

from discussions.models import Thread, Watch, WatchLevel
from discussions.policy import visible_to
from hub.database import connection
from hub.errors import NotFound
from hub.identity import Reader

_WATCH = """
INSERT INTO watch (thread_id, user_id, level) VALUES ($1, $2, $3)
ON CONFLICT (thread_id, user_id) DO UPDATE SET level = excluded.level
"""

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


async def watch(reader: Reader, thread: Thread, level: WatchLevel = WatchLevel.WATCHING) -> None:
    """Hear of every reply to a thread, or (muted) of none."""
    if not await visible_to(reader).filter(id=thread.id).exists():
        raise NotFound
    await connection().execute_query(_WATCH, [thread.id, reader.id, level.value])


async def unwatch(reader: Reader, thread: Thread) -> None:
    """Hear of mentions only, as if one had never chosen."""
    await Watch.filter(thread_id=thread.id, user_id=reader.id).delete()


async def mark_read(reader: Reader, thread: Thread, number: int) -> None:
    """Note that the reader has seen every post up to `number`; never moves back."""
    await connection().execute_query(_READ, [thread.id, reader.id, number])


async def watchers_of(thread_id: int) -> set[int]:
    """The ids of the people who want to hear of replies, whether or not they may still read the thread."""
    rows = await Watch.filter(thread_id=thread_id, level=WatchLevel.WATCHING).values_list(
        "user_id", flat=True
    )
    return {int(str(user_id)) for user_id in rows}


async def follow_own(actor: Reader, thread: Thread, number: int) -> None:
    """Writing in a thread makes its author follow it, unless they have muted it, and know their own post."""
    await connection().execute_query(_FOLLOW_OWN, [thread.id, actor.id, number, WatchLevel.WATCHING.value])
