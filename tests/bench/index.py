"""The engine's index of a data set: of its newest cases alone, so that it is soon made, and as large for every size."""

import asyncio
from pathlib import Path

from discussions.models import Thread
from hub import composition
from hub.database import connected
from hub.embedded import start_meilisearch
from hub.settings import get_settings
from search import indexes
from search.engine import configure, engine
from search.writing import write

INDEXED = 500
_PORTION = 50


def index_newest(folder: Path) -> None:
    """Make the index and call it complete, unless there is one."""
    with start_meilisearch(folder) as server:
        configure(server.url, server.key)
        asyncio.run(_index())
        configure("", "")


async def _index() -> None:
    composition.wire()
    async with connected(get_settings()):
        if await indexes.complete():
            return
        if indexes.main() in await engine().indexes():  # of an earlier format, in a folder that was kept
            await engine().finished(await engine().drop(indexes.main()))
        await engine().create(indexes.main(), await indexes.settings())
        newest = [row["id"] for row in await Thread.all().order_by("-id").limit(INDEXED).values("id")]
        for start in range(0, len(newest), _PORTION):
            tasks = await write(threads=newest[start : start + _PORTION], into=[indexes.main()])
            await engine().finished(*tasks)
        await engine().finished(await engine().add(indexes.main(), [await indexes.mark()]))
