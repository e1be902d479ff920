"""Whether a large forum is as fast as a small one: ``python -m tests.bench.bench_large --folder DIR``.

Pages, replies and fan-out over 500 cases with 10,000 replies, then over 100,000 cases with 2,000,000, in one run. The
large data set is made in the folder the first time, which takes a few minutes and 5 GB, and kept there.
"""

import argparse
import asyncio
from pathlib import Path

from hub.database import connected
from hub.settings import get_settings
from tests.bench import bench_fanout, bench_pages, bench_replies
from tests.bench.dataset import LARGE, SMALL, Size
from tests.bench.fanout.people import cases_of
from tests.bench.load import Column, Table
from tests.bench.measured_hub import measured_hub
from tests.site import ROOT

FOLDER = ROOT / "var" / "bench"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--folder", type=Path, default=FOLDER, help=f"keeps the large data set (default {FOLDER})"
    )
    parser.add_argument("--seconds", type=float, default=6, help="how long each line is measured (default 6)")
    arguments = parser.parse_args()
    small = _measure(None, SMALL, arguments.seconds)
    large = _measure(arguments.folder, LARGE, arguments.seconds)
    columns = Column("small", ".2f"), Column("large", ".2f"), Column("ratio", ".2f")
    table = Table("The large data set beside the small one", "", *columns)
    for name, figure in small.items():
        table.row(name, figure, large[name], large[name] / figure)


def _measure(folder: Path | None, size: Size, seconds: float) -> dict[str, float]:
    with measured_hub(folder, size=size) as hub:
        outcomes = bench_pages.measure(hub, seconds) | bench_replies.measure(hub, seconds)
        figures: dict[str, float] = {}
        for name, outcome in outcomes.items():
            figures[f"{name}: p50, ms"] = outcome.p50
            figures[f"{name}: CPU with database, ms"] = outcome.cpu("run") + outcome.cpu("database")
        # What posting still owes in mail would be measured with the fan-out.
        hub.execute("UPDATE mail SET state = 'dropped' WHERE state = 'queued'")
        people = [person["Cookie"] for person in hub.sign_in(bench_fanout.PEOPLE + 1)]
        return figures | bench_fanout.measure(hub.sites[0], people, asyncio.run(_cases()))


async def _cases() -> list[int]:
    """Cases of the first person, whom nobody follows."""
    async with connected(get_settings()):
        return await cases_of(1, bench_fanout.CASES)


if __name__ == "__main__":
    main()
