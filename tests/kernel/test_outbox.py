import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import asyncpg
import pytest

from hub.database import connection, in_transaction
from hub.outbox import Event, Happened, OutsideTransaction, TryLater, consume, record
from hub.outbox import consumers as registry
from hub.outbox.bus import Bus, signal
from hub.outbox.delivering import PARK_AFTER_FAILURES, deliver_forever, deliver_once
from hub.outbox.models import Delivery, RecordedEvent
from hub.settings import Settings


@dataclass(frozen=True)
class BellRung(Event):
    """Something for these tests to happen."""

    bell_id: int


class Recorder:
    """A consumer that remembers what it was given and fails on demand."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.bad: set[int] = set()
        self.away = False

    async def handle(self, batch: Sequence[Happened]) -> None:
        ids = [happened.event.bell_id for happened in batch if isinstance(happened.event, BellRung)]
        if self.away:
            raise TryLater(0, "the bell tower is closed")
        if self.bad & set(ids):
            raise ValueError("cracked bell")
        self.seen += ids


@pytest.fixture
def ears() -> Iterator[Recorder]:
    before = dict(registry._consumers)
    recorder = Recorder()
    consume("ears", [BellRung], recorder.handle, batch=10)
    yield recorder
    registry._consumers.clear()
    registry._consumers.update(before)


async def ring(bell_id: int) -> None:
    async with in_transaction():
        await record(BellRung(bell_id))


async def test_recording_outside_a_transaction_is_refused() -> None:
    with pytest.raises(OutsideTransaction):
        await record(BellRung(1))
    assert await RecordedEvent.all().count() == 0


async def test_what_is_rolled_back_never_happened(ears: Recorder) -> None:
    async def fail_late() -> None:
        async with in_transaction():
            await record(BellRung(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_late()
    assert await deliver_once(registry._consumers["ears"]) == 0
    await ring(2)
    await deliver_once(registry._consumers["ears"])
    assert ears.seen == [2]


async def test_a_delivery_is_gone_once_it_was_handled(ears: Recorder) -> None:
    await ring(1)
    assert await Delivery.filter(consumer="ears").count() == 1
    assert await deliver_once(registry._consumers["ears"]) == 1
    assert ears.seen == [1]
    assert await Delivery.all().count() == 0


async def test_a_late_commit_with_a_lower_id_is_delivered_too(ears: Recorder, settings: Settings) -> None:
    early = await asyncpg.connect(settings.database_url)
    try:
        async with early.transaction():
            await early.execute("INSERT INTO event (type, data, at) VALUES ('hub.Nothing', '{}', now())")
            await early.execute(
                "WITH e AS (INSERT INTO event (type, data, at) VALUES ($1, $2, now()) RETURNING id)"
                " INSERT INTO delivery (event_id, consumer, failures, run_at, last_error)"
                " SELECT id, 'ears', 0, now(), '' FROM e",
                BellRung.type,
                json.dumps({"bell_id": 1}),
            )
            await ring(2)
            await deliver_once(registry._consumers["ears"])
            assert ears.seen == [2]
    finally:
        await early.close()
    await deliver_once(registry._consumers["ears"])
    assert ears.seen == [2, 1]


async def test_one_bad_event_does_not_hold_up_its_companions(ears: Recorder) -> None:
    ears.bad = {2}
    for bell in (1, 2, 3):
        await ring(bell)
    await deliver_once(registry._consumers["ears"])
    assert ears.seen == [1, 3]
    [left] = await Delivery.all()
    assert left.failures == 1
    assert "cracked bell" in left.last_error


async def test_a_delivery_that_keeps_failing_is_parked_with_its_reason(ears: Recorder) -> None:
    ears.bad = {1}
    await ring(1)
    for _try in range(PARK_AFTER_FAILURES):
        await connection().execute_query("UPDATE delivery SET run_at = now()")
        assert await deliver_once(registry._consumers["ears"]) == 1
    [parked] = await Delivery.all()
    assert parked.parked_at is not None
    await connection().execute_query("UPDATE delivery SET run_at = now()")
    assert await deliver_once(registry._consumers["ears"]) == 0


async def test_waiting_for_a_server_does_not_count_as_failure(ears: Recorder) -> None:
    ears.away = True
    await ring(1)
    for _try in range(PARK_AFTER_FAILURES + 1):
        await deliver_once(registry._consumers["ears"])
    [waiting] = await Delivery.all()
    assert (waiting.failures, waiting.parked_at) == (0, None)
    ears.away = False
    await deliver_once(registry._consumers["ears"])
    assert ears.seen == [1]


async def test_a_leased_delivery_is_taken_over_only_when_the_lease_has_run_out(ears: Recorder) -> None:
    await ring(1)
    await connection().execute_query("UPDATE delivery SET lease_until = now() + interval '1 minute'")
    assert await deliver_once(registry._consumers["ears"]) == 0
    await connection().execute_query("UPDATE delivery SET lease_until = now() - interval '1 second'")
    assert await deliver_once(registry._consumers["ears"]) == 1


async def test_two_workers_never_hold_the_same_delivery(ears: Recorder) -> None:
    for bell in range(40):
        await ring(bell)
    consumer = registry._consumers["ears"]
    while sum(await asyncio.gather(*(deliver_once(consumer) for _worker in range(4)))):
        pass
    assert sorted(ears.seen) == list(range(40))


async def test_every_process_hears_what_was_committed_and_signalled(
    settings: Settings, ears: Recorder
) -> None:
    bus = Bus()
    heard: asyncio.Queue[object] = asyncio.Queue()
    bus.on_event(lambda happened: heard.put_nowait(happened.event))
    bus.on_signal("typing", heard.put_nowait)
    listening = asyncio.create_task(bus.run(settings))
    try:
        await asyncio.wait_for(bus.connected.wait(), 10)
        await ring(7)
        assert await asyncio.wait_for(heard.get(), 10) == BellRung(7)
        await signal("typing", {"thread": 1})
        assert await asyncio.wait_for(heard.get(), 10) == {"thread": 1}
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def test_listeners_learn_of_a_gap_when_the_connection_was_cut(settings: Settings) -> None:
    bus = Bus()
    gaps: asyncio.Queue[None] = asyncio.Queue()
    bus.on_gap(lambda: gaps.put_nowait(None))
    listening = asyncio.create_task(bus.run(settings))
    try:
        await asyncio.wait_for(gaps.get(), 10)
        await connection().execute_query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hub bus'"
        )
        await asyncio.wait_for(gaps.get(), 10)
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def test_a_working_consumer_is_woken_by_what_is_recorded(ears: Recorder) -> None:
    woken = asyncio.Event()
    working = asyncio.create_task(deliver_forever(registry._consumers["ears"], woken))
    try:
        await ring(1)
        woken.set()
        async with asyncio.timeout(10):
            while ears.seen != [1]:
                await asyncio.sleep(0.01)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def test_what_happens_while_a_consumer_rests_is_handled_together(ears: Recorder) -> None:
    batches: list[int] = []

    async def count(batch: Sequence[Happened]) -> None:
        batches.append(len(batch))
        await ears.handle(batch)

    consume("ears", [BellRung], count, batch=10, pause=0.5)
    woken = asyncio.Event()
    working = asyncio.create_task(deliver_forever(registry._consumers["ears"], woken))
    try:
        await ring(1)
        woken.set()
        for bell in (2, 3, 4):
            async with asyncio.timeout(10):
                while not ears.seen:
                    await asyncio.sleep(0.01)
            await ring(bell)
            woken.set()
        async with asyncio.timeout(10):
            while ears.seen != [1, 2, 3, 4]:
                await asyncio.sleep(0.01)
        assert batches == [1, 3]
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def test_a_worker_that_is_woken_and_stopped_at_the_same_moment_stops(ears: Recorder) -> None:
    [consumer] = [one for one in registry.consumers() if one.name == "ears"]
    woken = asyncio.Event()
    worker = asyncio.create_task(deliver_forever(consumer, woken))
    await ring(1)
    woken.set()
    async with asyncio.timeout(10):
        while ears.seen != [1] or woken.is_set():
            await asyncio.sleep(0.01)
    # By now it waits for the next event, or is about to.
    for _turn in range(20):
        await asyncio.sleep(0.01)
        woken.set()
        worker.cancel()
        done, _pending = await asyncio.wait({worker}, timeout=5)
        assert done
        worker = asyncio.create_task(deliver_forever(consumer, woken))
    worker.cancel()
    await asyncio.wait({worker})
