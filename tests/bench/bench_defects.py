"""How fast the pages of product teams are: ``python -m tests.bench.bench_defects``.

One team has 5,000 reports in the clear, another 5,000 sealed ones; one process serves, and every reader is signed in.
The list and triage are not to take 100 ms (p50) when one page is asked for at a time.
"""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path

from tests.bench.knowledge_base import run
from tests.bench.load import ANSWERS, Ask, Column, Plan, Table, drive
from tests.bench.measured_hub import MeasuredHub, measured_hub

REPORTS = 5_000
LIMIT = 100  # ms
# The members of each team, and people who reported.
OF_TEAMS = {"in the clear": 1, "sealed": 9, "reporters": 17}
EACH = 8

COLUMNS = (*ANSWERS, Column("KB", ".1f"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3, help="how long each page is measured (default 3)")
    arguments = parser.parse_args()
    with measured_hub() as hub:
        asyncio.run(
            run(hub.database_url, Path(__file__).with_name("defect_reports.sql"), {"reports": REPORTS})
        )
        measure(hub, arguments.seconds)


def measure(hub: MeasuredHub, seconds: float) -> None:
    """Print a line for every page."""
    table = Table("Pages of product teams", f"{REPORTS:,} reports in the clear, {REPORTS:,} sealed", *COLUMNS)
    serving = next(iter(hub.parts))
    for whose, first in OF_TEAMS.items():
        people = hub.sign_in(EACH, first=first)
        for name, paths in pages(hub, whose).items():
            outcome = drive(
                Plan(
                    ports=hub.ports(),
                    asks=[Ask(path) for path in paths],
                    people=people,
                    parts=hub.parts,
                    at_once=1,
                    seconds=seconds,
                    visit=True,
                )
            )
            slow = f"over {LIMIT} ms" if outcome.p50 > LIMIT else ""
            table.row(
                f"{name}, {whose}",
                1,
                outcome.per_second,
                outcome.p50,
                outcome.p95,
                outcome.p99,
                outcome.cpu(serving),
                outcome.cpu("database"),
                outcome.size / 1000,
                remark="; ".join(filter(None, [slow, outcome.remark])),
            )


def pages(hub: MeasuredHub, whose: str) -> dict[str, Sequence[str]]:
    """The pages by what they are called; several addresses of one kind take turns."""
    if whose == "reporters":
        return {"my reports": ["/defects"]}
    query = "SELECT reference FROM defect WHERE sealed = $1 ORDER BY id LIMIT 50"
    references = [row["reference"] for row in hub.fetch(query, whose == "sealed")]
    return {
        "triage": ["/defects/triage"],
        "triage by age": ["/defects/triage?sort=age"],
        "triage by demand": ["/defects/triage?sort=demand"],
        "triage of all": ["/defects/triage?state=all&severity=high"],
        "triage, reading": [f"/defects/triage?at={reference}" for reference in references],
        "report": [f"/defects/{reference}" for reference in references],
        "demand": ["/defects/demand", "/defects/demand?sort=value&currency=CNY"],
    }


if __name__ == "__main__":
    main()
