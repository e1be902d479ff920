"""Nobody keeps the server to themselves."""

import asyncio
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from discussions import writing
from discussions.routes import asking
from hub import computing
from hub.database import inside_transaction
from hub.errors import HubError
from hub.pages import forms
from hub.pages.forms import UnreadableBody
from hub.web import turns
from hub.web.turns import AT_ONCE, TakingTurns
from tests.conftest import ClientOf
from tests.factories import Make


class Slow:
    """An application whose requests last until `gate` opens; counts those in work by person."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.working: Counter[int] = Counter()
        self.done: Counter[int] = Counter()

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        reader = scope["state"]["reader"]
        person = reader.id if reader else 0
        self.working[person] += 1
        await self.gate.wait()
        self.done[person] += 1


def asked_by(person: int | None) -> Scope:
    reader = SimpleNamespace(id=person) if person else None
    return {"type": "http", "path": "/api/v1/x", "method": "GET", "headers": [], "state": {"reader": reader}}


async def nothing() -> Message:
    return {"type": "http.request"}


async def _into_the_void(_message: Message) -> None:
    pass


async def _settled() -> None:
    for _turn in range(20):
        await asyncio.sleep(0)


@pytest.mark.pure
async def test_one_person_has_a_few_turns_at_once_and_others_do_not_wait_behind() -> None:
    app = Slow()
    taking = TakingTurns(app)
    greedy = [asyncio.create_task(taking(asked_by(1), nothing, _into_the_void)) for _request in range(40)]
    await _settled()
    others = [asyncio.create_task(taking(asked_by(who), nothing, _into_the_void)) for who in (2, None)]
    await _settled()
    assert app.working == {1: AT_ONCE, 2: 1, 0: 1}
    app.gate.set()
    await asyncio.gather(*greedy, *others)
    assert app.done == {1: 40, 2: 1, 0: 1}


@pytest.mark.pure
async def test_a_line_that_is_too_long_is_refused_until_it_is_shorter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "MOST_WAITING", 2)
    app = Slow()
    taking = TakingTurns(app)
    in_line = [
        asyncio.create_task(taking(asked_by(1), nothing, _into_the_void)) for _request in range(AT_ONCE + 2)
    ]
    await _settled()
    answers: list[Any] = []

    async def note(message: Message) -> None:
        answers.append(message.get("status"))

    await taking(asked_by(1), nothing, note)
    assert answers[0] == 429
    app.gate.set()
    await asyncio.gather(*in_line)
    await taking(asked_by(1), nothing, _into_the_void)
    assert app.done[1] == AT_ONCE + 3


async def test_texts_are_rendered_before_a_connection_to_the_database_is_taken(
    make: Make, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[bool] = []

    async def watched(*work: Any, **options: Any) -> Any:
        rendered.append(inside_transaction())
        return await computing.compute(*work, **options)

    monkeypatch.setattr(writing, "compute", watched)
    space = await make.space()
    client = await client_of(await make.reader())
    long = "It jams. " * writing.SHORT_BODY
    asked = await client.post(
        "/threads", data={"title": "Jam", "body": long, "tried": long, "space": space.slug}
    )
    assert asked.status_code == 303
    replied = await client.post(f"{asked.headers['location']}/replies", data={"body": long})
    assert replied.status_code == 303
    assert len(rendered) == 3
    assert not any(rendered)


@pytest.mark.pure
def test_a_body_of_countless_wrong_fields_is_refused_without_a_word_about_each() -> None:
    few = {f"field{number}": 1 for number in range(20)}
    with pytest.raises(HubError) as explained:
        forms.validate(asking.CaseForm, few)
    assert not isinstance(explained.value, UnreadableBody)
    with pytest.raises(UnreadableBody):
        forms.validate(asking.CaseForm, {f"field{number}": 1 for number in range(forms.MOST_ERRORS + 1)})
