"""How this process itself is doing: its event loop and its connections to the database."""

import asyncio
from time import perf_counter
from typing import Any, cast

from prometheus_client import Gauge, Histogram

from hub.database import connection

_LOOK_SECONDS = 0.5

_LOOP_LAG = Histogram(
    "hub_event_loop_lag_seconds",
    "How much later than it asked for a timer was called: everything else waited as long.",
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
_UP = Gauge("hub_database_up", "Whether this process reaches the database.")
_SIZE = Gauge("hub_database_pool_connections", "Connections of this process to the database.")
_IN_USE = Gauge("hub_database_pool_in_use", "Connections that are in use.")
_MOST = Gauge("hub_database_pool_most", "Connections that this process may open.")
_WAITING = Gauge("hub_database_pool_waiting", "Requests that wait for a connection.")
POOL = (_SIZE, _IN_USE, _MOST, _WAITING)


async def watch_loop() -> None:
    """Measure how late the event loop is, twice a second until cancelled."""
    while True:
        asked = perf_counter()
        await asyncio.sleep(_LOOK_SECONDS)
        _LOOP_LAG.observe(max(0.0, perf_counter() - asked - _LOOK_SECONDS))


async def read_database() -> None:
    """Ask the database something, and look at the connection pool."""
    try:
        await connection().execute_query("SELECT 1")
    except Exception:
        _UP.set(0)
        raise
    _UP.set(1)
    pool = cast(Any, connection())._pool
    _MOST.set(pool.get_max_size())
    _SIZE.set(pool.get_size())
    _IN_USE.set(pool.get_size() - pool.get_idle_size())
    # The pool does not tell who waits; its queue of free connections does.
    _WAITING.set(len(pool._queue._getters))
