"""The state of search, for `/healthz`."""

from typing import Any

from prometheus_client import Gauge

from hub.monitoring import on_scrape
from search import indexes
from search.engine import EngineAway, engine

_ENGINE = Gauge("hub_search_engine_up", "1 while the engine answers searches, 0 while the database does.")


def measure() -> None:
    """Show the engine among the metrics."""
    on_scrape("the search engine", _read, _ENGINE)


async def _read() -> None:
    _ENGINE.set((await health())["state"] == "ok")


async def health() -> dict[str, Any]:
    """`ok`, `preparing` while the index is being built, `away` when searches go to the database."""
    try:
        await engine().healthy()
        complete = await indexes.complete()
    except EngineAway as away:
        return {"state": "away", "engine": "database", "reason": str(away)}
    if not complete:
        return {"state": "preparing", "engine": "database"}
    return {"state": "ok", "engine": "meilisearch"}
