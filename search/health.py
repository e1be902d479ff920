"""The state of search, for `/healthz`."""

from typing import Any

from search import indexes
from search.engine import EngineAway, engine


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
