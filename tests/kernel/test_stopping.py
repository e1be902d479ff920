"""A worker that is told to stop ends what it has begun, and gives back what takes too long."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from hub import tidying
from hub.accounts import sessions
from hub.accounts.models import Session
from hub.database import connection, in_transaction
from hub.outbox import Event, Happened, consume, finishing, record
from hub.outbox import consumers as registry
from hub.outbox.delivering import deliver_once
from hub.outbox.models import Delivery
from hub.tidying import register_tidying, tidy
from tests.factories import Make


@dataclass(frozen=True)
class LampLit(Event):
    """Something for these tests to happen."""

    lamp_id: int


class Slow:
    """A consumer that is in the middle of its work until it is let go on."""

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.go_on = asyncio.Event()
        self.handled: list[int] = []

    async def handle(self, batch: Sequence[Happened]) -> None:
        self.began.set()
        await self.go_on.wait()
        self.handled += [happened.id for happened in batch]


@pytest.fixture
def slow() -> Iterator[Slow]:
    before = dict(registry._consumers)
    consumer = Slow()
    consume("slow", [LampLit], consumer.handle)
    yield consumer
    registry._consumers.clear()
    registry._consumers.update(before)


async def begun(slow: Slow) -> "asyncio.Task[int]":
    """A delivery that is being handled."""
    async with in_transaction():
        await record(LampLit(1))
    task = asyncio.create_task(deliver_once(registry._consumers["slow"]))
    await slow.began.wait()
    return task


async def test_a_delivery_that_was_begun_is_ended_before_the_worker_stops(slow: Slow) -> None:
    task = await begun(slow)
    task.cancel()
    slow.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(slow.handled) == 1
    assert not await Delivery.filter(consumer="slow").exists()


async def test_a_delivery_that_takes_too_long_is_given_back_at_once(
    slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finishing, "PATIENCE_SECONDS", 0.01)
    task = await begun(slow)
    assert (await Delivery.get(consumer="slow")).lease_until
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert slow.handled == []
    given_back = await Delivery.get(consumer="slow")
    assert (given_back.lease_until, given_back.failures) == (None, 0)
    slow.go_on.set()
    assert await deliver_once(registry._consumers["slow"]) == 1
    assert len(slow.handled) == 1


async def test_what_has_run_out_goes_and_what_has_not_stays(make: Make) -> None:
    user = await make.user()
    for agent in ("old", "new"):
        await sessions.start(user, user_agent=agent, address="127.0.0.1")
    await connection().execute_query(
        "UPDATE session SET expires_at = now() - interval '1 second' WHERE user_agent = 'old'"
    )
    await tidy()
    assert [session.user_agent for session in await Session.all()] == ["new"]


async def test_a_table_that_cannot_be_tidied_does_not_keep_the_others(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = dict(tidying._work)
    monkeypatch.setattr(tidying, "_work", {})
    register_tidying("no_such_table", "true")
    tidying._work.update(sound)
    await sessions.start(await make.user(), user_agent="old", address="127.0.0.1")
    await connection().execute_query("UPDATE session SET expires_at = now() - interval '1 second'")
    await tidy()
    assert not await Session.exists()
