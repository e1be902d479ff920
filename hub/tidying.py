"""Deleting what nobody needs any more: each package says what that is among its own."""

import asyncio
import logging

from hub.database import connection

log = logging.getLogger(__name__)

TIDY_SECONDS = 3600

_statements: dict[str, None] = {}


def register_tidying(table: str, when: str) -> None:
    """Delete the rows of `table` for which the SQL condition `when` holds, once an hour."""
    _statements[f"DELETE FROM {table} WHERE {when}"] = None  # noqa: S608  # our source, nothing that people wrote


async def tidy_forever() -> None:
    """Tidy up at once and then every hour, until cancelled."""
    while True:
        await tidy()
        await asyncio.sleep(TIDY_SECONDS)


async def tidy() -> None:
    """Delete what is worthless by now. What one table refuses does not keep the others."""
    for statement in _statements:
        try:
            await connection().execute_query(statement)
        except Exception:
            # The database may be away; the next hour does the work of this one.
            log.exception("Tidying up failed: %s", statement)
