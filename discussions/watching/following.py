"""Who follows what, whether or not they may still see it: whoever tells them asks that."""

from collections.abc import Iterable
from dataclasses import dataclass

from discussions.enums import WatchLevel
from discussions.watching.rule import CHOICES, LEVEL, OWN_LEVEL, WANTS_FIRST_POST
from hub.database import connection

_FOLLOWERS = f"""
SELECT user_id, {LEVEL} AS level, {OWN_LEVEL} AS own, {WANTS_FIRST_POST} AS first_post
FROM {CHOICES} AS choice WHERE thread_id = $1 GROUP BY user_id
"""  # noqa: S608  # no value from outside
_TERM_FOLLOWERS = """
SELECT DISTINCT user_id FROM term_watch WHERE term_id = ANY($1) AND level IN ('first_post', 'watching')
"""


@dataclass(frozen=True)
class Followers:
    """The ids of people by what they want of a thread: its replies, word of it as a new case, or nothing at all."""

    watching: frozenset[int]
    first_post: frozenset[int]
    deaf: frozenset[int]


async def followers_of(thread_id: int) -> Followers:
    """Who wants what of a thread by the choices for it, its space and its terms. One query, however many follow."""
    rows = await connection().execute_query_dict(_FOLLOWERS, [thread_id])
    return Followers(
        watching=frozenset(row["user_id"] for row in rows if row["level"] == WatchLevel.WATCHING),
        first_post=frozenset(row["user_id"] for row in rows if row["first_post"]),
        deaf=frozenset(row["user_id"] for row in rows if row["own"] == WatchLevel.MUTED),
    )


async def watchers_of(thread_id: int) -> frozenset[int]:
    """The ids of the people who want to hear of every reply."""
    return (await followers_of(thread_id)).watching


async def first_post_followers(term_ids: Iterable[int]) -> set[int]:
    """The ids of the people who want to hear of what is newly filed under any of these terms."""
    rows = await connection().execute_query_dict(_TERM_FOLLOWERS, [list(term_ids)])
    return {row["user_id"] for row in rows}
