"""How fast replies are posted through HTTP, and delivered: ``python -m tests.bench.bench_replies``.

As browsers do it (a form) and as programs do it (JSON), in 100 threads that six people follow each, with a worker in
the process of the pages and with one of its own. The baseline is one row, inserted and committed.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Sequence
from urllib.parse import urlencode

from hub.demo.loading import REFERENCE, load
from tests.bench.commits import commits
from tests.bench.load import ANSWERS, Ask, Column, Meter, Outcome, Plan, Table, drive
from tests.bench.measured_hub import MeasuredHub, measured_hub

WRITERS = 16
FIRST_WRITER = 201

_PATIENCE = 300  # seconds until everything is delivered

_POSTED = (
    *ANSWERS,
    Column("engine", ".2f"),
    Column("p50 × base", ".1f"),
    Column("per s × base", ".2f"),
)
_DELIVERED = (
    Column("replies", "d"),
    Column("seconds", ".1f"),
    Column("per s", ".0f"),
    Column("CPU ms", ".2f"),
    Column("worker", ".2f"),
    Column("database", ".2f"),
    Column("engine", ".2f"),
    Column("mails owed", "d"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6, help="how long each line is measured (default 6)")
    parser.add_argument("--alone", action="store_true", help="leave out the worker in a process of its own")
    arguments = parser.parse_args()
    for serving in (("run",),) if arguments.alone else (("run",), ("web", "worker")):
        with measured_hub(serving=serving) as hub:
            measure(hub, arguments.seconds)


def measure(hub: MeasuredHub, seconds: float) -> dict[str, Outcome]:
    """Print the tables for a hub that runs. Returns the lines of posting by their names and writers at once."""
    lines = Lines(hub, seconds)
    for at_once in (1, WRITERS):
        base = asyncio.run(commits(hub.database_url, at_once, min(2.0, seconds)))
        lines.show("baseline: one row, committed", at_once, base, base)
        lines.measure("reply by form", forms(hub), hub.sign_in(WRITERS, first=FIRST_WRITER), at_once, base)
        lines.measure("reply by API", _programs(hub), hub.tokens(WRITERS, first=FIRST_WRITER), at_once, base)
    lines.show_delivered()
    return lines.measured


def _texts() -> list[str]:
    return [REFERENCE.sub("", reply.body) for case in load().cases for reply in case.replies]


def forms(hub: MeasuredHub) -> list[Ask]:
    """Replies to the threads that are there to be written in, as browsers send them."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
        "Accept": "text/vnd.turbo-stream.html, text/html, application/xhtml+xml",
        "Origin": f"http://127.0.0.1:{hub.ports()[0]}",
    }
    bodies = ["uid={uid}&" + urlencode({"body": text}) for text in _texts()]
    return _asks("/threads/{}/replies", hub, bodies, headers)


def _programs(hub: MeasuredHub) -> list[Ask]:
    bodies = [json.dumps({"uid": "{uid}", "body": text}) for text in _texts()]
    return _asks("/api/v1/threads/{}/replies", hub, bodies, {"Content-Type": "application/json"})


def _asks(path: str, hub: MeasuredHub, bodies: Sequence[str], headers: dict[str, str]) -> list[Ask]:
    return [
        Ask(path.format(id_), "POST", bodies[number % len(bodies)], headers)
        for number, id_ in enumerate(hub.size.written)
    ]


class Lines:
    """Two tables: what posting takes, and what it takes until everything owed for it is delivered."""

    def __init__(self, hub: MeasuredHub, seconds: float) -> None:
        self.measured: dict[str, Outcome] = {}
        self._hub = hub
        self._seconds = seconds
        self._delivered: list[tuple[object, ...]] = []
        serving = " + ".join(site.arguments[0] for site in hub.sites)
        self._title = f"hub {serving}, {hub.size.threads:,} cases"
        self._table = Table("Posting replies", self._title, *_POSTED)

    def measure(
        self, name: str, asks: list[Ask], people: list[dict[str, str]], at_once: int, base: Outcome
    ) -> None:
        """Post, print what came of it, and wait until everything is delivered."""
        plan = Plan(self._hub.ports(), asks, people, self._hub.parts, at_once, self._seconds)
        before = self._newest()
        with Meter(self._hub.parts) as meter:
            outcome = drive(plan)
            ended = time.monotonic()
            wait_until_delivered(self._hub)
        posted = self._newest() - before
        self.show(name, at_once, outcome, base)
        self.measured[f"{name}, {at_once} at once"] = outcome
        cpu = [
            meter.cost.cpu[part] * 1000 / posted if part in meter.cost.cpu else None
            for part in (self._serving, "worker", "database", "engine")
        ]
        late = time.monotonic() - ended
        [owed] = self._hub.fetch("SELECT count(*) FROM mail WHERE state = 'queued'")
        self._delivered.append(
            (f"{name}, {at_once} at once", posted, late, posted / meter.cost.seconds, *cpu, owed["count"])
        )

    def show(self, name: str, at_once: int, outcome: Outcome, base: Outcome) -> None:
        """Print a line of the first table."""
        cpu = [
            outcome.cpu(part) if part in outcome.cost.cpu else None
            for part in (self._serving, "database", "engine")
        ]
        times = (outcome.per_second, outcome.p50, outcome.p95, outcome.p99)
        ratios = (outcome.p50 / base.p50, outcome.per_second / base.per_second)
        self._table.row(name, at_once, *times, *cpu, *ratios, remark=outcome.remark)

    def show_delivered(self) -> None:
        """Print the second table."""
        table = Table(
            "Until everything was delivered (seconds after the last reply)", self._title, *_DELIVERED
        )
        for row in self._delivered:
            table.row(*row)

    @property
    def _serving(self) -> str:
        return self._hub.sites[0].arguments[0]

    def _newest(self) -> int:
        [row] = self._hub.fetch("SELECT max(id) AS newest FROM post")
        return int(row["newest"])


def wait_until_delivered(hub: MeasuredHub, *, mail: bool = False) -> None:
    """Return when no consumer is owed anything any more; with `mail`, when the mail of now has left too."""
    owed = "SELECT FROM delivery WHERE parked_at IS NULL"
    if mail:
        owed += " UNION ALL SELECT FROM mail WHERE state = 'queued' AND run_at < now() + interval '1 minute'"
    deadline = time.monotonic() + _PATIENCE
    while hub.fetch(f"SELECT 1 WHERE EXISTS ({owed})"):
        assert time.monotonic() < deadline, "Deliveries are not handled."
        time.sleep(0.05)


if __name__ == "__main__":
    main()
