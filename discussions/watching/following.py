"""Who follows what, by id: one query, however many they are. Whether they may see it, whoever tells them asks."""

from collections.abc import Iterable
from typing import Any

from discussions.enums import WatchLevel
from discussions.watching.rule import CHOICES, LEVEL, WANTS_FIRST_POST
from hub.database import connection

_FOLLOWERS = f"SELECT user_id FROM {CHOICES} AS choice WHERE thread_id = $1 GROUP BY user_id HAVING"  # noqa: S608
_TERM_FOLLOWERS = """
SELECT DISTINCT user_id FROM term_watch WHERE term_id = ANY($1) AND level IN ('first_post', 'watching')
"""
_MUTERS = "SELECT user_id FROM watch WHERE thread_id = $1 AND level = $2"


async def watchers_of(thread_id: int) -> set[int]:
    """The people who want to hear of every reply."""
    return await _people(f"{_FOLLOWERS} {LEVEL} = $2", thread_id, WatchLevel.WATCHING.value)


async def first_post_followers(thread_id: int) -> set[int]:
    """The people who want to hear of a thread when it is new."""
    return await _people(f"{_FOLLOWERS} {WANTS_FIRST_POST}", thread_id)


async def muters_of(thread_id: int) -> set[int]:
    """The people who muted the thread itself: they hear of nothing there, mentions included."""
    return await _people(_MUTERS, thread_id, WatchLevel.MUTED.value)


async def term_followers(term_ids: Iterable[int]) -> set[int]:
    """The people who want to hear of what is newly filed under any of these terms."""
    return await _people(_TERM_FOLLOWERS, list(term_ids))


async def _people(query: str, *values: Any) -> set[int]:
    return {row["user_id"] for row in await connection().execute_query_dict(query, list(values))}
