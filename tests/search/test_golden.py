"""Sixty cases and articles in two languages, and what people type to find them."""

from datetime import timedelta
from pathlib import Path

from hub.audiences import operations as audiences
from hub.database import in_transaction, now
from hub.identity import Reader
from hub.outbox import record
from hub.vocabulary.events import TermChanged
from hub.vocabulary.models import Facet
from knowledge.articles.publishing import compose, publish
from knowledge.models import Confidence
from search.engine import Engine
from tests.conftest import Deliver
from tests.factories import Make
from tests.search.conftest import Ask

FOLDER = Path(__file__).parent


async def fill(make: Make, author: Reader) -> dict[tuple[str, int | str], str]:
    """Everything in golden.txt; the keys by type and id."""
    keys: dict[tuple[str, int | str], str] = {}
    space, everyone = await make.space(), await audiences.everyone()
    for block in (FOLDER / "golden.txt").read_text().split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        head, *replies = lines
        key, title, body = (part.strip() for part in head.split("|"))
        if "@" in title:
            title, confidence = title.split(" @")
            article = await publish(
                author,
                await compose("solution", title, {"problem": title, "solution": body}),
                audience=everyone,
                confidence=Confidence(confidence),
            )
            keys["article", article.id] = key
            continue
        thread = await make.thread(author, title, body, space=space)
        keys["thread", thread.id] = key
        for reply in replies:
            await make.answer(author, thread, await make.reply(author, thread, reply.removeprefix("> ")))
    return keys


def queries() -> list[tuple[str, set[str]]]:
    lines = (FOLDER / "golden_queries.txt").read_text().splitlines()
    pairs = (line.split(" -> ") for line in lines if line and not line.startswith("#"))
    return [(query, set(keys.split())) for query, keys in pairs]


async def test_what_people_type_finds_what_they_mean_among_the_first_three(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    reader = await make.reader()
    term = await make.term(Facet.PRODUCT, "T80", ["小T", "tiny tee"])
    async with in_transaction():
        await record(TermChanged(term.id))
    keys = await fill(make, reader)
    assert len(keys) >= 59
    await deliver("search")
    asked = queries()
    assert len(asked) >= 50
    missed = []
    for query, expected in asked:
        answer = await ask(reader, query)
        first = [keys[hit.type, hit.id] for hit in answer.hits[:3]]
        if not expected.intersection(first):
            missed.append((query, first))
    assert missed == []


async def test_validated_ranks_above_unvalidated_and_solved_above_open(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    reader = await make.reader()
    everyone = await audiences.everyone()
    for confidence in (Confidence.NOT_VALIDATED, Confidence.VALIDATED, Confidence.WORK_IN_PROGRESS):
        await publish(
            reader,
            await compose(
                "solution",
                "Humidity curls the labels",
                {"problem": "Curled labels", "solution": "Store them dry."},
            ),
            audience=everyone,
            confidence=confidence,
        )
    open_case = await make.thread(reader, "Steam ruins the labels", "Steam everywhere.")
    solved = await make.thread(reader, "Steam ruins the labels", "Steam everywhere.")
    await make.answer(reader, solved, await make.reply(reader, solved, "Move the machine."))
    await deliver("search")
    confidences = [hit.standing for hit in (await ask(reader, "humidity labels")).hits]
    assert confidences == ["validated", "not_validated", "wip"]
    assert [hit.id for hit in (await ask(reader, "steam")).hits] == [solved.id, open_case.id]


async def test_what_has_expired_comes_behind_and_says_so(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    reader = await make.reader()
    everyone = await audiences.everyone()

    async def written(title: str, confidence: Confidence, days: int) -> None:
        content = {"problem": "Curled labels", "solution": "Store the humidity labels dry."}
        await publish(
            reader,
            await compose("solution", title, content),
            audience=everyone,
            confidence=confidence,
            at=now() - timedelta(days=days),
        )

    await written("Humidity labels", Confidence.VALIDATED, 400)
    await written("Curled by humidity, all kinds of labels", Confidence.NOT_VALIDATED, 0)
    await written("Humidity and then labels", Confidence.VALIDATED, 0)
    await deliver("search")
    for query in ("humidity labels", "which labels are curled by humidity and why do they"):
        standings = [hit.standing for hit in (await ask(reader, query)).hits]
        assert standings[-1] == "expired"
        assert set(standings[:-1]) == {"validated", "not_validated"}
