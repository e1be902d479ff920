"""How often the database is asked. What grows with the length of a page would make long pages slow."""

import httpx
import pytest

from discussions import reactions
from discussions.models import ReactionKind, Thread
from hub.vocabulary.models import Facet
from tests.conftest import ClientOf
from tests.factories import Make

# Besides BEGIN and COMMIT: thread and id; reply with revision and thread, watch and read mark, draft, event.
STATEMENTS_OF_A_REPLY = 5


async def statements(
    caplog: pytest.LogCaptureFixture, request: httpx.Request, client: httpx.AsyncClient
) -> int:
    """How many statements the answer to a request takes, from the second time on."""
    await client.send(request)
    caplog.clear()
    with caplog.at_level("DEBUG", logger="tortoise.db_client"):
        answer = await client.send(request)
    assert answer.status_code in (200, 303)
    return len(caplog.records)


# Pages that were shown before, to somebody whose session and number on the bell are known.
BUDGETS = {"/threads/1": 1, "/threads/1/changes?since=0": 1, "/threads": 5, "/threads/queues": 1, "/": 3}


@pytest.mark.parametrize(("address", "budget"), BUDGETS.items())
async def test_more_content_takes_no_more_statements(
    make: Make, client_of: ClientOf, caplog: pytest.LogCaptureFixture, address: str, budget: int
) -> None:
    ann, bob = await make.reader(), await make.reader()
    terms = [await make.term(Facet.TAG), await make.term(Facet.PRODUCT)]

    async def grow() -> None:
        thread = await make.thread(ann, terms=terms)
        for place in (1, thread.id):
            first = await make.reply(bob, await Thread.get(id=place), "![a](/files/x) @person1")
            await make.answer(ann, await Thread.get(id=place), first)
            await reactions.react(ann, first, ReactionKind.WORKED)

    client = await client_of(ann)
    await grow()
    few = await statements(caplog, client.build_request("GET", address), client)
    assert few <= budget
    for _time in range(4):
        await grow()
    assert await statements(caplog, client.build_request("GET", address), client) == few


async def test_a_reply_takes_a_handful_of_statements(
    make: Make, client_of: ClientOf, caplog: pytest.LogCaptureFixture
) -> None:
    ann = await make.reader()
    thread, client = await make.thread(ann), await client_of(ann)
    request = client.build_request("POST", f"/threads/{thread.id}/replies", data={"body": "Clean it."})
    assert await statements(caplog, request, client) == STATEMENTS_OF_A_REPLY
