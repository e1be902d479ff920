"""Deleting what nobody needs any more: each package says what that is among its own."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from hub.database import connection
from hub.outbox.finishing import heed_cancellation

log = logging.getLogger(__name__)

TIDY_SECONDS = 3600

_work: dict[str, Callable[[], Awaitable[object]]] = {}


def register_tidying(table: str, when: str) -> None:
    """Delete the rows of `table` for which the SQL condition `when` holds, once an hour."""
    statement = f"DELETE FROM {table} WHERE {when}"  # noqa: S608  # our source, nothing that people wrote
    _work[statement] = lambda: connection().execute_query(statement)


def register_tidying_work(name: str, work: Callable[[], Awaitable[object]]) -> None:
    """Do `work` once an hour, where rows are not all that has to go."""
    _work[name] = work


async def tidy_forever() -> None:
    """Tidy up at once and then every hour, until cancelled."""
    while True:
        await tidy()
        heed_cancellation()
        await asyncio.sleep(TIDY_SECONDS)


async def tidy() -> None:
    """Delete what is worthless by now. What one table refuses does not keep the others."""
    for name, work in _work.items():
        try:
            await work()
        except Exception:
            # The database may be away; the next hour does the work of this one.
            log.exception("Tidying up failed: %s", name)
