"""A fresh index while people write."""

import asyncio

import pytest

from discussions.models import Thread
from hub.outbox.consumers import consumers
from hub.outbox.delivering import deliver_forever
from search import indexes, reindex
from search.engine import Engine, EngineAway, configure
from tests.conftest import Deliver
from tests.factories import Make
from tests.search.conftest import Ask, titles


async def test_nothing_written_during_a_reindex_is_lost(
    index: Engine, make: Make, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People post and the indexer works all the while; portions are small, so that there are many."""
    monkeypatch.setattr(reindex, "_PORTION", 2)
    ann = await make.reader()
    space = await make.space()
    [indexer] = [consumer for consumer in consumers() if consumer.name == "search"]
    for number in range(12):
        await make.thread(ann, f"Early zebra {number}", "Before.", space=space)
    woken = asyncio.Event()
    worker = asyncio.create_task(deliver_forever(indexer, woken))
    steps: list[tuple[int, int]] = []
    finished = asyncio.Event()
    written = 0

    async def write() -> None:
        nonlocal written
        old = await Thread.all().order_by("id").first()
        assert old
        while not finished.is_set():
            await make.thread(ann, f"Late zebra {written}", "Meanwhile.", space=space)
            await make.reply(ann, old, f"Reply{written} of a giraffe")
            written += 1
            woken.set()
            await asyncio.sleep(0)

    writer = asyncio.create_task(write())
    try:
        total = await reindex.reindex(lambda done, of: steps.append((done, of)))
    finally:
        finished.set()
        await writer
    assert total >= 12
    assert steps[0][0] == 0
    assert steps[-1] == (total, total)
    assert written > 3
    async with asyncio.timeout(60):
        while (await ask(ann, "zebra", limit=100)).total < 12 + written:
            woken.set()
            await asyncio.sleep(0.1)
        while (await ask(ann, f"Reply{written - 1} giraffe")).total < 1:
            await asyncio.sleep(0.1)
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    assert (await ask(ann, "zebra", limit=100)).total == 12 + written
    assert await index.indexes() == {indexes.main()}


async def test_what_is_gone_from_the_database_goes_with_a_reindex(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    ann = await make.reader()
    await index.finished(
        await index.add(indexes.main(), [{"id": "thread-99-post-1-0", "object": "thread-99", "part": 0}])
    )
    assert await index.document(indexes.main(), "thread-99-post-1-0")
    await make.thread(ann, "Zebra", "A zebra.")
    assert await reindex.reindex() == 1
    assert await index.document(indexes.main(), "thread-99-post-1-0") is None
    assert titles(await ask(ann, "zebra")) == ["Zebra"]


async def test_two_reindexes_at_once_are_refused(index: Engine, make: Make) -> None:
    ann = await make.reader()
    await make.thread(ann)
    outcomes = await asyncio.gather(reindex.reindex(), reindex.reindex(), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ReindexRunning", "int"]


async def test_what_an_interrupted_reindex_left_is_cleared_by_the_next(
    index: Engine, make: Make, ask: Ask
) -> None:
    ann = await make.reader()
    await index.create(indexes.fresh(), {})
    await index.finished(await index.add(indexes.fresh(), [{"id": "left-over"}]))
    await make.thread(ann, "Zebra", "A zebra.")
    await reindex.reindex()
    assert await index.indexes() == {indexes.main()}
    assert titles(await ask(ann, "zebra")) == ["Zebra"]


async def test_an_index_of_another_format_is_built_anew_by_the_worker(
    index: Engine, make: Make, ask: Ask
) -> None:
    ann = await make.reader()
    await make.thread(ann, "Zebra", "A zebra.")
    await index.finished(await index.add(indexes.main(), [{"id": indexes.MARK, "format": "0"}]))
    assert titles(await ask(ann, "zebra", engine="database")) == ["Zebra"]
    keeper = asyncio.create_task(reindex.keep_complete())
    async with asyncio.timeout(20):
        while not await indexes.complete():
            await asyncio.sleep(0.05)
    keeper.cancel()
    await asyncio.gather(keeper, return_exceptions=True)
    assert titles(await ask(ann, "zebra")) == ["Zebra"]


async def test_without_an_engine_there_is_no_reindex() -> None:
    configure("", "")
    with pytest.raises(EngineAway):
        await reindex.reindex()
