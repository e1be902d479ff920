"""How many cases stand in the queues, as tabs show it. No more than `MOST` are counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from discussions.events import (
    AnswerAccepted,
    AnswerWithdrawn,
    PostDeleted,
    ReplyPosted,
    ThreadAudienceChanged,
    ThreadHidden,
    ThreadLocked,
    ThreadOverdue,
    ThreadUnhidden,
    ThreadUnlocked,
)
from discussions.queries.listing import Tab, in_tab
from hub.caching import Cache
from hub.database import connection
from hub.identity import Reader
from hub.outbox import bus

# More than anybody works through; beyond it counting would take longer the more there are.
MOST = 1000
# Time alone brings cases into the queues, too.
CACHE_SECONDS = 30.0

# What waits for anybody is the same for all who may read the same, and what waits for one person is theirs.
_EVERYBODYS = (Tab.UNANSWERED, Tab.UNDECIDED)
_OWN = (Tab.MINE, Tab.UNREAD)

_MUTES = """
EXISTS (SELECT FROM watch WHERE user_id = $1 AND level = 'muted')
    OR EXISTS (SELECT FROM space_watch WHERE user_id = $1 AND level = 'muted')
    OR EXISTS (SELECT FROM term_watch WHERE user_id = $1 AND level = 'muted') AS mutes
"""

_CHANGING = (
    AnswerAccepted, AnswerWithdrawn, PostDeleted, ReplyPosted, ThreadAudienceChanged, ThreadHidden, ThreadLocked,
    ThreadOverdue, ThreadUnhidden, ThreadUnlocked,
)  # fmt: skip

_kept: Cache[frozenset[int], Mapping[Tab, int]] = Cache(most=5_000, seconds=CACHE_SECONDS)


@dataclass(frozen=True)
class Counts:
    """How many cases stand in each queue for one reader, and whether the lists leave out what they muted."""

    by_tab: Mapping[Tab, int]
    mutes: bool


async def counts_for(reader: Reader) -> Counts:
    """One statement, and one more for what is not kept of the queues that everybody shares."""
    [own] = await connection().execute_query_dict(_own_counting(reader), [reader.id])

    async def count(_audience_ids: frozenset[int]) -> Mapping[Tab, int]:
        return await _shared(reader, mutes=False)

    # What somebody muted stands in no queue of theirs.
    mutes: bool = own["mutes"]
    shared = await (_shared(reader, mutes=True) if mutes else _kept.get(reader.audience_ids, count))
    return Counts({**(shared or {}), **{tab: own[tab.value] for tab in _OWN}}, mutes)


@lru_cache(5_000)
def _own_counting(reader: Reader) -> str:
    """Made once for a reader and what they may see: it takes longer than the database needs for the answer."""
    return f"{_counting(reader, _OWN)}, {_MUTES}"


async def _shared(reader: Reader, *, mutes: bool) -> Mapping[Tab, int]:
    [row] = await connection().execute_query_dict(_counting(reader, _EVERYBODYS, muted=not mutes))
    return {tab: row[tab.value] for tab in _EVERYBODYS}


def _counting(reader: Reader, tabs: Iterable[Tab], *, muted: bool = True) -> str:
    queues = {tab: in_tab(reader, tab, muted=muted).limit(MOST).values("id") for tab in tabs}
    counted = (
        f"(SELECT count(*) FROM ({queue.sql(params_inline=True)}) AS queue) AS {tab.value}"  # noqa: S608
        for tab, queue in queues.items()
    )
    return f"SELECT {', '.join(counted)}"  # no value from outside


def forget() -> None:
    """Count anew."""
    _kept.forget()


def listen(to: bus.Bus) -> None:
    """Follow what moves cases into the queues that everybody shares, and out of them."""
    to.on_event(lambda happened: forget() if isinstance(happened.event, _CHANGING) else None)
    to.on_gap(forget)
