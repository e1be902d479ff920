"""Whether a large forum is as fast as a small one: ``python -m tests.bench.bench_large --folder DIR``.

Pages and replies over 500 cases with 10,000 replies, then over 100,000 cases with 2,000,000, in one run. The large
data set is made in the folder the first time, which takes a few minutes and 5 GB, and kept there.
"""

import argparse
from pathlib import Path

from tests.bench import bench_pages, bench_replies
from tests.bench.dataset import LARGE, SMALL, Size
from tests.bench.load import Column, Outcome, Table
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
    table = Table(
        "The large data set beside the small one",
        "",
        Column("p50 small", ".2f"),
        Column("p50 large", ".2f"),
        Column("ratio", ".2f"),
        Column("CPU small", ".2f"),
        Column("CPU large", ".2f"),
        Column("ratio", ".2f"),
    )
    for name in small:
        times, cpu = [small[name].p50, large[name].p50], [_cpu(small[name]), _cpu(large[name])]
        remark = "; ".join(filter(None, {small[name].remark, large[name].remark}))
        table.row(name, *times, times[1] / times[0], *cpu, cpu[1] / cpu[0], remark=remark)


def _measure(folder: Path | None, size: Size, seconds: float) -> dict[str, Outcome]:
    with measured_hub(folder, size=size) as hub:
        return bench_pages.measure(hub, seconds) | bench_replies.measure(hub, seconds)


def _cpu(outcome: Outcome) -> float:
    """Milliseconds of the hub and its database together."""
    return outcome.cpu("run") + outcome.cpu("database")


if __name__ == "__main__":
    main()
