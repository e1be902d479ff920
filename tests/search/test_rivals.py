"""Lines of rivals are found by the rival's readers, and lead to the line."""

from knowledge.models import LineState
from knowledge.rivals.lines import decide_line, write_line
from search.engine import Engine
from tests.conftest import Deliver
from tests.factories import Make
from tests.knowledge.test_rivals import a_rival, wording
from tests.search.conftest import Ask, titles


async def test_lines_are_found_by_readers_of_the_rival_alone(
    index: Engine, make: Make, ask: Ask, deliver: Deliver
) -> None:
    await _found_by_readers_alone(make, ask, deliver, "meilisearch")


async def test_without_the_engine_too(make: Make, ask: Ask, deliver: Deliver) -> None:
    await _found_by_readers_alone(make, ask, deliver, "database")


async def _found_by_readers_alone(make: Make, ask: Ask, deliver: Deliver, engine: str) -> None:
    consumer = "search" if engine == "meilisearch" else "nobody"
    curator, reader, outsider = await make.reader(), await make.reader(), await make.reader()
    rival = await a_rival(make, curator, audience=await make.audience(curator, reader))
    curator, reader = await make.fresh(curator), await make.fresh(reader)
    line = await write_line(curator, rival, wording("Their zirconium nozzle breaks; 报价3999元."))
    await write_line(reader, rival, wording("Proposed: kryptonite."))
    await deliver(consumer)
    for words in ("zirconium nozzle", "3999"):
        answer = await ask(reader, words, engine=engine)
        assert titles(answer) == ["Velatag"]
        assert answer.hits[0].url == f"/rivals/{rival.id}?line={line.id}#line-{line.id}"
        assert titles(await ask(outsider, words, engine=engine)) == []
    assert titles(await ask(reader, "kryptonite", engine=engine)) == []
    await decide_line(curator, line, LineState.WITHDRAWN)
    await deliver(consumer)
    assert titles(await ask(reader, "zirconium", engine=engine)) == []
