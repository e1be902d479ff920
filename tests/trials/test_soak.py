"""Five hundred people watch fifty threads for a long time while others write: nothing is missed, nothing doubled.

How long is in the environment variable SOAK_MINUTES, 20 without it:

    SOAK_MINUTES=2 make trials     or     SOAK_MINUTES=2 .venv/bin/pytest -m trial -s tests/trials/test_soak.py

Every ten seconds the memory that each process has for itself is noted (`Pss_Anon` in Linux' `smaps_rollup`).
PostgreSQL takes a process for each connection: its sum follows the pools, which open connections when the machine is
busy and close them when they are idle, so the largest of these processes is judged instead, and the sum is printed.
The first quarter is warming up: caches fill and pools grow. Of the rest, the median of the last third may be above
the median of the first third by 5 %, and by 8 MB at least (1 MB for a process of PostgreSQL), since allocators give
back what they please. A kilobyte lost for each frame of a full soak would be three times as much. A soak of less than
ten minutes is over before everything is warm: its figures are printed and not judged.
"""

import asyncio
import os
import random
from collections import defaultdict
from pathlib import Path
from statistics import median
from time import monotonic

import pytest

from tests.trials.processes import largest_child, memory
from tests.trials.test_faults import Scene, scene
from tests.trials.viewers import Viewer
from tests.trials.writers import at_work

pytestmark = [pytest.mark.trial, pytest.mark.pure]

MINUTES = float(os.environ.get("SOAK_MINUTES", "20"))
VIEWERS, THREADS = 500, 50
WRITES_A_SECOND = 6.0
RECONNECTS_A_SECOND = 1.0
SAMPLE_SECONDS = 10.0

WARMING_UP = 0.25
GROWTH, AT_LEAST = 0.05, 8_000_000
CONNECTION_AT_LEAST = 1_000_000
JUDGED_FROM_MINUTES = 10
NOT_JUDGED = {"database"}
CONNECTION = "connection"  # the largest process of the database server

Samples = dict[str, list[tuple[float, int]]]


async def test_nothing_is_missed_or_doubled_and_memory_stays_flat(data_dir: Path) -> None:
    samples: Samples = defaultdict(list)
    async with scene(data_dir / "soak", VIEWERS, threads=THREADS) as all_:
        async with at_work(all_.writers, WRITES_A_SECOND):
            began = monotonic()
            sampling = asyncio.create_task(_sample(all_, samples, began))
            while monotonic() - began < MINUTES * 60:
                await asyncio.sleep(random.expovariate(RECONNECTS_A_SECOND))
                await _lose_connection(random.choice(all_.viewers))
            sampling.cancel()
        print(f"\n{MINUTES:g} minutes, {VIEWERS} people, {THREADS} threads", end="")
        await all_.check()
        assert not set(all_.tally.closes) - {1000, 1006}, "somebody was dropped"
        assert all_.writers.repeated == {}, "somebody who wrote met a fault"
    print("\n".join(_line(name, taken) for name, taken in samples.items()))
    judged = {name: taken for name, taken in samples.items() if name not in NOT_JUDGED}
    grown = [name for name, taken in judged.items() if _growth(taken) > _allowed(name, taken)]
    assert grown == [] or MINUTES < JUDGED_FROM_MINUTES


async def _sample(all_: Scene, samples: Samples, began: float) -> None:
    while True:
        at, pids = monotonic() - began, all_.hub.pids()
        for name, pid in pids.items():
            samples[name].append((at, await asyncio.to_thread(memory, pid)))
        samples[CONNECTION].append((at, await asyncio.to_thread(largest_child, pids["database"])))
        await asyncio.sleep(SAMPLE_SECONDS)


async def _lose_connection(viewer: Viewer) -> None:
    """Half of them say goodbye, as when a page is left; the others just go, as when a network does."""
    if viewer.link is None:
        return
    if random.random() < 0.5:
        await viewer.link.close()
    else:
        viewer.link.transport.abort()


def _thirds(taken: list[tuple[float, int]]) -> tuple[float, float]:
    """The median of the first and of the last third, warming up left out."""
    warm = [size for at, size in taken if at > WARMING_UP * taken[-1][0]]
    third = max(1, len(warm) // 3)
    return median(warm[:third]), median(warm[-third:])


def _growth(taken: list[tuple[float, int]]) -> float:
    first, last = _thirds(taken)
    return last - first


def _allowed(name: str, taken: list[tuple[float, int]]) -> float:
    at_least = CONNECTION_AT_LEAST if name == CONNECTION else AT_LEAST
    return max(at_least, GROWTH * _thirds(taken)[0])


def _line(name: str, taken: list[tuple[float, int]]) -> str:
    first, last = _thirds(taken)
    sizes = [size for _at, size in taken]
    return (
        f"{name:9} at first {sizes[0] / 1e6:6.1f} MB, most {max(sizes) / 1e6:6.1f} MB; medians"
        f" {first / 1e6:6.1f} and {last / 1e6:6.1f} MB; {len(sizes)} samples"
    )
