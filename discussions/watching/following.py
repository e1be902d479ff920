"""Who follows what, by id: one query, however many they are. Whether they may see it, whoever tells them asks."""

from collections.abc import Iterable
from typing import Any

from discussions.enums import WatchLevel
from discussions.watching.rule import CHOICES, LEVEL, WANTS_FIRST_POST
from hub.database import connection

_WATCHERS = f"""
SELECT thread_id, user_id FROM {CHOICES} AS choice WHERE thread_id = ANY($1)
GROUP BY thread_id, user_id HAVING {LEVEL} = $2
"""  # noqa: S608
_FIRST_POST_FOLLOWERS = f"""
SELECT user_id FROM {CHOICES} AS choice WHERE thread_id = $1 GROUP BY user_id HAVING {WANTS_FIRST_POST}
"""  # noqa: S608
_TERM_FOLLOWERS = """
SELECT DISTINCT user_id FROM term_watch WHERE term_id = ANY($1) AND level IN ('first_post', 'watching')
"""
_MUTERS = "SELECT thread_id, user_id FROM watch WHERE thread_id = ANY($1) AND level = $2"


async def watchers_of(thread_id: int) -> set[int]:
    """The people who want to hear of every reply."""
    return (await watchers_by_thread([thread_id]))[thread_id]


async def watchers_by_thread(thread_ids: Iterable[int]) -> dict[int, set[int]]:
    """The people who want to hear of every reply, for each of these threads."""
    return await _by_thread(_WATCHERS, thread_ids, WatchLevel.WATCHING)


async def first_post_followers(thread_id: int) -> set[int]:
    """The people who want to hear of a thread when it is new."""
    return await _people(_FIRST_POST_FOLLOWERS, thread_id)


async def muters_by_thread(thread_ids: Iterable[int]) -> dict[int, set[int]]:
    """The people who muted each of these threads itself: they hear of nothing there, mentions included."""
    return await _by_thread(_MUTERS, thread_ids, WatchLevel.MUTED)


async def term_followers(term_ids: Iterable[int]) -> set[int]:
    """The people who want to hear of what is newly filed under any of these terms."""
    return await _people(_TERM_FOLLOWERS, list(term_ids))


async def _people(query: str, *values: Any) -> set[int]:
    return {row["user_id"] for row in await connection().execute_query_dict(query, list(values))}


async def _by_thread(query: str, thread_ids: Iterable[int], level: WatchLevel) -> dict[int, set[int]]:
    people: dict[int, set[int]] = {thread_id: set() for thread_id in thread_ids}
    for row in await connection().execute_query_dict(query, [list(people), level.value]):
        people[row["thread_id"]].add(row["user_id"])
    return people
