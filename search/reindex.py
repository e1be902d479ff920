"""A fresh index, filled beside the present one and then swapped in; nobody's search is disturbed.

From the moment the fresh index exists, the indexer writes to both. Every thread, article, report and topic is then
loaded under the same locks as there, so whatever was committed before is loaded, and whatever comes later is written
by the indexer. The swap waits for a moment in which nobody writes.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import asyncpg
from tortoise.queryset import QuerySet

from discussions.models import Thread
from hub.database import in_transaction, orm_config
from hub.errors import Conflict
from hub.i18n import _
from hub.settings import get_settings
from knowledge.models import Article, Defect, Topic
from search import indexes
from search.engine import EngineAway, EngineRefused, engine
from search.writing import write

log = logging.getLogger(__name__)

_PORTION = 50  # threads, articles, reports or topics loaded at once
_LOOK_SECONDS = 5.0

Progress = Callable[[int, int], None]


class ReindexRunning(Conflict):
    """Another process is at it."""

    code = "reindex_running"

    def message(self) -> str:
        return _("The search index is being rebuilt already.")


async def reindex(progress: Progress | None = None) -> int:
    """Build the index anew. Returns how many threads, articles, reports and topics it holds.

    `progress` is told how many of how many are done. Raises ReindexRunning, and EngineAway.
    """
    async with _alone():
        await _begin_anew()
        total = await _fill(progress or _silently)
        await engine().finished(await engine().add(indexes.fresh(), [await indexes.mark()]))
        await _swap_in()
        return total


async def keep_complete() -> None:
    """Build the index whenever the engine has none, or one of an old format; runs until cancelled."""
    while True:
        try:
            if not await indexes.complete():
                log.info("Building the search index")
                log.info("The search index holds %s threads, articles, reports and topics", await reindex())
        except (EngineAway, ReindexRunning):
            # The engine comes back, or another worker finishes, by itself.
            pass
        except (EngineRefused, OSError, asyncpg.PostgresError):
            log.exception("The search index cannot be built")
        await asyncio.sleep(_LOOK_SECONDS)


async def _begin_anew() -> None:
    """Between two batches of the indexer, so that it never meets an index without settings."""
    async with in_transaction():
        await indexes.hold_for_swapping()
        if indexes.fresh() in await indexes.present():
            await engine().finished(await engine().drop(indexes.fresh()))
        await engine().create(indexes.fresh(), await indexes.settings())


async def _fill(progress: Progress) -> int:
    threads, articles = await _ids(Thread.all()), await _ids(Article.all())
    defects, topics = await _ids(Defect.filter(sealed=False)), await _ids(Topic.all())
    steps: list[tuple[int, Callable[..., Awaitable[list[int]]]]] = [
        *((len(some), partial(write, threads=some)) for some in _portions(threads)),
        *((len(some), partial(write, articles=some)) for some in _portions(articles)),
        *((len(some), partial(write, defects=some)) for some in _portions(defects)),
        *((len(some), partial(write, topics=some)) for some in _portions(topics)),
    ]
    total, done = sum(count for count, _write in steps), 0
    waiting: list[int] = []
    progress(done, total)
    for count, write_some in steps:
        tasks = await write_some(into=[indexes.fresh()])
        # The engine works on one portion while the next is loaded.
        await engine().finished(*waiting)
        waiting = tasks
        done += count
        progress(done, total)
    await engine().finished(*waiting)
    return total


def _silently(_done: int, _total: int) -> None:
    pass


async def _ids(things: QuerySet[Any]) -> list[int]:
    return [row["id"] for row in await things.order_by("id").values("id")]


def _portions(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + _PORTION] for start in range(0, len(ids), _PORTION)]


async def _swap_in() -> None:
    async with in_transaction():
        await indexes.hold_for_swapping()
        if indexes.main() not in await indexes.present():
            await engine().create(indexes.main(), await indexes.settings())
        await engine().finished(
            await engine().swap(indexes.main(), indexes.fresh()), await engine().drop(indexes.fresh())
        )


@asynccontextmanager
async def _alone() -> AsyncIterator[None]:
    """One reindex at a time; the lock goes with the connection, also after a crash."""
    credentials = orm_config(get_settings())["connections"]["default"]["credentials"]
    names = ("host", "port", "user", "password", "database")
    link = await asyncpg.connect(**{name: credentials[name] for name in names})
    try:
        if not await link.fetchval("SELECT pg_try_advisory_lock($1)", indexes.REINDEX_LOCK):
            raise ReindexRunning
        yield
    finally:
        link.terminate()
