"""Somebody goes away: the clock is moved instead of waiting."""

from datetime import timedelta

from hub.accounts import absence
from hub.database import connection
from hub.identity import Reader, readers

# What a browser asks for when somebody opens a page.
PAGE = {"Accept": "text/html"}


async def away_for(reader: Reader, hours: float) -> None:
    """Move the clock: the reader was last seen this long ago, and what is noted of them is as much older."""
    await connection().execute_query(
        "UPDATE account SET seen_at = seen_at - $2::interval, away_from = away_from - $2::interval,"
        " away_until = away_until - $2::interval WHERE id = $1",
        [reader.id, timedelta(hours=hours)],
    )
    absence.forget()
    readers.forget()
