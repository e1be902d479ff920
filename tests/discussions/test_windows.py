"""Pages of threads that are loaded once for everybody who asks."""

import asyncio

import pytest

from discussions.queries.windows import Window, window_of
from hub.audiences import queries as audiences
from hub.audiences.models import Audience
from tests.factories import Make


async def test_who_asks_for_more_than_is_just_being_loaded_gets_it(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question comes in the moment in which the loading is done and has not told so yet."""
    ann = await make.reader()
    thread = await make.thread(ann)
    asked: list[asyncio.Task[Window]] = []
    label = audiences.label

    async def label_and_ask(audience: Audience) -> str:
        text = await label(audience)
        if not asked:
            await make.reply(ann, thread)
            asked.append(asyncio.create_task(window_of(thread.id, 2, 1)))
        return text

    monkeypatch.setattr(audiences, "label", label_and_ask)
    before = await window_of(thread.id, 1, 1)
    [later] = asked
    assert before.view.version == 1
    assert (await asyncio.wait_for(later, 10)).view.version == 2
