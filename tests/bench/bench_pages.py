"""How fast a thread of 20 replies is read, and other pages: ``python -m tests.bench.bench_pages``.

Readers are signed in, each in a session of their own, and have read every thread before. The baseline is a page of
the same number of bytes that Starlette and Jinja2 render from memory.
"""

import argparse
from collections.abc import Sequence
from urllib.parse import quote

from tests.bench.baselines import page_baseline
from tests.bench.load import ANSWERS, Ask, Column, Outcome, Plan, Table, drive
from tests.bench.measured_hub import MeasuredHub, measured_hub

READERS = 64

COLUMNS = (
    *ANSWERS,
    Column("KB", ".1f"),
    Column("× base", ".2f"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6, help="how long each line is measured (default 6)")
    parser.add_argument("--threads-only", action="store_true", help="leave out the pages other than threads")
    arguments = parser.parse_args()
    with measured_hub() as hub:
        measure(hub, arguments.seconds, others=not arguments.threads_only)


def measure(hub: MeasuredHub, seconds: float, *, others: bool = True) -> dict[str, Outcome]:
    """Print the table for a hub that runs. Returns the lines measured with 16 at once, by their names."""
    people = hub.sign_in(READERS)
    hub.have_read(READERS)
    threads = [f"/threads/{id_}" for id_ in hub.size.measured]
    size = sum(len(hub.get(path, people[0]).content) for path in threads) // len(threads)
    lines = Lines(hub, people, seconds)
    with page_baseline(size) as baseline:
        for at_once in (1, 16):
            base = drive(
                Plan([baseline.port], _asks(threads), [{}], {"baseline": [baseline.pid]}, at_once, seconds)
            )
            lines.show("baseline: as many bytes from memory", at_once, base, base, "baseline")
            lines.measure("thread, read before", threads, at_once, base)
            lines.measure("thread, not modified since (ETag)", threads, at_once, base, revalidate=True)
        if others:
            for name, paths in _others(hub).items():
                lines.measure(name, paths, 16, base)
    return lines.measured


def _asks(paths: Sequence[str]) -> list[Ask]:
    return [Ask(path) for path in paths]


def _others(hub: MeasuredHub) -> dict[str, list[str]]:
    words = ["printer", "labels", "price", "renewal", "碳带", "打印", "客户", "报价"]
    versions = [(row["id"], row["version"]) for row in hub.fetch(
        "SELECT id, version FROM thread WHERE id = ANY($1::bigint[])", hub.size.measured
    )]  # fmt: skip
    return {
        "changes?since=, nothing new": [
            f"/threads/{id_}/changes?since={version}" for id_, version in versions
        ],
        "changes?since=, two replies": [
            f"/threads/{id_}/changes?since={version - 2}" for id_, version in versions
        ],
        "list of cases": ["/threads"],
        "start page": ["/"],
        "inbox": ["/notifications"],
        "search": [f"/search?q={quote(word)}" for word in words],
    }


class Lines:
    """The lines of one table."""

    def __init__(self, hub: MeasuredHub, people: list[dict[str, str]], seconds: float) -> None:
        self.measured: dict[str, Outcome] = {}
        self._hub = hub
        self._people = people
        self._seconds = seconds
        self._table = Table("Pages", f"{hub.size.threads:,} cases", *COLUMNS)

    def measure(
        self, name: str, paths: Sequence[str], at_once: int, base: Outcome, *, revalidate: bool = False
    ) -> None:
        """Load these pages and print what came of it."""
        plan = Plan(
            ports=self._hub.ports(),
            asks=_asks(paths),
            people=self._people,
            parts=self._hub.parts,
            at_once=at_once,
            seconds=self._seconds,
            visit=True,
            revalidate=revalidate,
        )
        outcome = drive(plan)
        serving = next(iter(self._hub.parts))
        remark = outcome.remark
        if revalidate and 304 not in outcome.statuses:
            remark = "; ".join(filter(None, ["never answered 304", remark]))
        self.show(name, at_once, outcome, base, serving, remark)
        if at_once > 1:
            self.measured[name] = outcome

    def show(
        self, name: str, at_once: int, outcome: Outcome, base: Outcome, part: str, remark: str | None = None
    ) -> None:
        """Print one line; `part` is the process that serves."""
        self._table.row(
            name,
            at_once,
            outcome.per_second,
            outcome.p50,
            outcome.p95,
            outcome.p99,
            outcome.cpu(part),
            outcome.cpu("database") if "database" in outcome.cost.cpu else None,
            outcome.size / 1000,
            outcome.per_second / base.per_second,
            remark=outcome.remark if remark is None else remark,
        )


if __name__ == "__main__":
    main()
