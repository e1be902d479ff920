"""The baseline of replies: one row of the same length, inserted and committed. Nobody can store a reply in less."""

import asyncio
import time
from dataclasses import replace

import asyncpg

from tests.bench.load import Meter, Outcome

_LENGTH = 1_000  # characters: a reply, and what it is shown as


async def commits(database_url: str, at_once: int, seconds: float) -> Outcome:
    """Insert and commit on `at_once` connections, each again as soon as it was done."""
    link = await asyncpg.connect(database_url)
    await link.execute("CREATE TABLE bench_commit (body text NOT NULL)")
    times: list[float] = []
    try:
        with Meter({}) as meter:
            deadline = time.perf_counter() + seconds
            async with asyncio.TaskGroup() as tasks:
                for _ in range(at_once):
                    tasks.create_task(_insert(database_url, deadline, times))
    finally:
        await link.execute("DROP TABLE bench_commit")
        await link.close()
    # The database's work is no stranger's here.
    return Outcome.of(times, replace(meter.cost, others=0.0), statuses={})


async def _insert(database_url: str, deadline: float, times: list[float]) -> None:
    link = await asyncpg.connect(database_url)
    statement = await link.prepare("INSERT INTO bench_commit VALUES ($1)")
    while (begun := time.perf_counter()) < deadline:
        await statement.fetch("x" * _LENGTH)
        times.append(1000 * (time.perf_counter() - begun))
    await link.close()
