"""While the engine is away, the database answers."""

import asyncio
from collections.abc import Iterator

import pytest

from discussions import strategies
from hub.embedded import EmbeddedMeilisearch
from hub.embedded.processes import terminate
from hub.outbox.consumers import consumers
from hub.outbox.delivering import deliver_forever
from hub.vocabulary.models import Facet
from search.engine import Engine, configure
from search.query import search, similar
from search.question import Question
from tests.factories import Make
from tests.search.conftest import Ask, titles


@pytest.fixture(autouse=True)
def _away() -> Iterator[None]:
    configure("", "")
    yield
    configure("", "")


async def test_words_are_found_in_both_scripts_with_snippets(make: Make, ask: Ask) -> None:
    ann = await make.reader()
    await make.thread(ann, "臺灣客戶", "印表機報價3999元，2025年。")
    await make.thread(ann, "别的", "报价3999元")
    await make.thread(ann, "Percent", "100% _sure_ \\ backslash")
    for query in ("报价", "報價", "报价3999元", "3999"):
        answer = await ask(ann, query, engine="database")
        assert sorted(titles(answer)) == ["别的", "臺灣客戶"]
    assert "<mark>3999</mark>" in answer.hits[0].snippet
    assert titles(await ask(ann, "backslash", engine="database")) == ["Percent"]
    assert titles(await ask(ann, "%", engine="database")) == ["Percent"]


async def test_of_a_question_half_the_words_are_enough(make: Make, ask: Ask) -> None:
    ann = await make.reader()
    await make.thread(ann, "T80 jams", "After ten labels the printer stops.")
    await make.thread(ann, "Invoice", "Wrong number.")
    question = "Why does my T80 printer stop after ten zebras?"
    assert titles(await ask(ann, question, engine="database")) == ["T80 jams"]
    assert titles(await similar(ann, question)) == ["T80 jams"]


async def test_filters_counts_and_pages_work(make: Make, ask: Ask) -> None:
    ann = await make.reader()
    t80 = await make.term(Facet.PRODUCT, "T80")
    for number in range(5):
        thread = await make.thread(ann, f"Jam {number}", "A jam.", terms=[t80] if number else [])
    await make.answer(ann, thread, await make.reply(ann, thread, "Jam no more."))
    first = await ask(ann, "jam", engine="database", limit=2)
    assert (first.total, len(first.hits)) == (5, 2)
    assert first.hits[0].plain_title == "Jam 4"
    assert len((await ask(ann, "jam", engine="database", limit=2, page=3)).hits) == 1
    filtered = await ask(ann, "jam", engine="database", product=["t80"], state=["open"])
    assert filtered.total == 3
    options = {facet.name: facet.options for facet in filtered.facets}
    assert [(option.value, option.count, option.chosen) for option in options["state"]] == [
        ("open", 3, True),
        ("solved", 1, False),
    ]


async def test_nothing_asked_is_nothing_found(make: Make, ask: Ask) -> None:
    ann = await make.reader()
    await make.thread(ann)
    assert (await ask(ann, "", engine="database")).total == 0


async def test_a_post_made_while_the_engine_was_dead_is_found_soon_after_its_return(
    index: Engine, make: Make, ask: Ask, engine_server: EmbeddedMeilisearch
) -> None:
    """The supervisor brings the engine back, the worker delivers by itself, search returns to the engine."""
    ann = await make.reader()
    [indexer] = [consumer for consumer in consumers() if consumer.name == "search"]
    configure(engine_server.url, engine_server.key)
    terminate(engine_server.pid, 5)
    await make.thread(ann, "Made meanwhile", "A zebra.")
    assert titles(await ask(ann, "zebra", engine="database")) == ["Made meanwhile"]
    tasks = [
        asyncio.create_task(engine_server.supervise()),
        asyncio.create_task(deliver_forever(indexer, asyncio.Event())),
    ]
    try:
        async with asyncio.timeout(10):
            while True:
                answer = await search(ann, Question(q="zebra"))
                if answer.engine == "meilisearch" and titles(answer) == ["Made meanwhile"]:
                    break
                await asyncio.sleep(0.1)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_strategy_is_found_by_its_title(make: Make, ask: Ask) -> None:
    ann = await make.reader()
    reply = await make.reply(ann, await make.thread(ann, "He will not listen"))
    await strategies.mark(ann, reply, "Make the zebra the judge")
    assert titles(await ask(ann, "zebra", engine="database")) == ["He will not listen"]
