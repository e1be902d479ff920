"""How fast a reply reaches everybody who has its thread open: ``python -m tests.bench.bench_fanout``.

One ``hub run``; its 2,000 viewers are different people with real sockets, in processes of their own. They look on
while the asker writes, so nobody owes anybody a notice or a mail. The baseline in the same run is `baseline_ws`: the
same number of sockets, messages of the same size.
"""

import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.bench.fanout.crowd import Crowd, Seat
from tests.bench.fanout.people import populate
from tests.bench.fanout.posting import baseline, broadcast, reply
from tests.bench.load import Column, Cost, Meter, Table, resident
from tests.bench.load.plan import percentile
from tests.site import Site

PEOPLE = 2000
CASES = 100
# The thread that everybody reads has so many before the first one is measured.
REPLIES = 20
ROUNDS = 4
POSTS_A_ROUND = 12
SPREAD_POSTS = 150
# Between two posts, so that each is measured alone with the work it leaves behind.
PAUSE = 0.2
SETTLE = 3.0
IDLING = 4.0

Post = Callable[[int], None]

_numbers = count(1)


@dataclass
class Measured:
    """Fan-outs of one server. Times are milliseconds from sending the request, `cpu` is seconds by part."""

    last: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    cpu: dict[str, float] = field(default_factory=dict)
    dirty: bool = False

    def add(self, cost: Cost, idling: dict[str, float]) -> None:
        """Count what a round cost beyond `idling`, in seconds of processor time a second."""
        self.dirty |= cost.dirty
        for part, seconds in cost.cpu.items():
            spent = seconds - idling.get(part, 0.0) * cost.seconds
            self.cpu[part] = self.cpu.get(part, 0.0) + spent

    def microseconds(self, *parts: str) -> float:
        """Processor time for one delivery."""
        return sum(self.cpu.get(part, 0.0) for part in parts) / (len(self.last) * PEOPLE) * 1e6


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="hub-") as folder, Site(Path(folder)) as site:
        cookies, cases = populate(site.folder, people=PEOPLE + 1, cases=CASES)
        measure(site, cookies, cases)


def measure(site: Site, cookies: list[str], cases: list[int]) -> dict[str, float]:
    """Print the tables for a hub that runs: `PEOPLE` viewers and, first, the asker of all the cases.

    Returns the figures by which two hubs can be compared.
    """
    _allow_files(3 * PEOPLE)
    bench = _Bench(site, cookies[0], cookies[1:], cases)
    bench.warm_up()
    bench.nobody()
    with bench.crowd(cases[:1]) as crowd:
        bench.connect(crowd)
        bench.one_thread(crowd)
    time.sleep(SETTLE)
    with bench.crowd(cases) as crowd:
        crowd.connect()
        time.sleep(SETTLE)
        bench.many_threads(crowd)
    return bench.figures


class _Bench:
    def __init__(self, site: Site, writer: str, cookies: list[str], cases: list[int]) -> None:
        self.figures: dict[str, float] = {}
        self._site = site
        self._writer = writer
        self._cookies = cookies
        self._cases = cases
        self._alone = 0.0
        self._idling: dict[str, float] = {}
        servers = {"database": site.database_pid, "engine": site.engine_pid}
        self._parts = {"hub": [site.pid], **{name: [pid] for name, pid in servers.items() if pid}}

    def crowd(self, cases: list[int], people: int = PEOPLE) -> Crowd:
        """Everybody listens to their inbox and to one of the cases, as an open page does."""
        return Crowd(
            self._site.port,
            "/live",
            [
                Seat(cookie, ("inbox", f"thread:{cases[place % len(cases)]}"))
                for place, cookie in enumerate(self._cookies[:people])
            ],
        )

    def warm_up(self) -> None:
        """The first requests of a process pay for what is loaded once."""
        with self.crowd(self._cases[-1:], 20) as crowd:
            crowd.connect()
            for _post in range(REPLIES):
                self._reply(next(_numbers))
            for _post in range(5):
                self._reply(next(_numbers), self._cases[-1])
        time.sleep(SETTLE)

    def nobody(self) -> None:
        """What a reply costs before it is sent to anybody."""
        with Meter(self._parts) as idling:
            time.sleep(IDLING)
        with Meter(self._parts) as meter:
            for _post in range(POSTS_A_ROUND):
                self._reply(next(_numbers))
                time.sleep(PAUSE)
        cost = meter.cost
        self._alone = (cost.cpu["hub"] - idling.cost.cpu["hub"] / IDLING * cost.seconds) / POSTS_A_ROUND

    def connect(self, crowd: Crowd) -> None:
        before = resident(self._parts)["hub"]
        with self._meter(crowd) as meter:
            crowd.connect()
            time.sleep(SETTLE)
        memory = (resident(self._parts)["hub"] - before) * 1024 / PEOPLE
        with self._meter(crowd) as idling:
            time.sleep(IDLING)
        self._idling = {part: seconds / IDLING for part, seconds in idling.cost.cpu.items()}
        table = Table(f"{PEOPLE} people connect", "", Column("hub", ".2f"))
        table.row("all are connected after, s", crowd.seconds, remark=_remark(meter.cost.dirty))
        table.row("processor time for each, ms", meter.cost.cpu["hub"] / PEOPLE * 1e3)
        table.row("memory of an idle socket, KiB", memory)
        table.row("share of a processor while all idle, %", self._idling["hub"] * 100)

    def one_thread(self, crowd: Crowd) -> None:
        hub, plain = Measured(), Measured()
        self._round(Measured(), crowd, self._meter(crowd), self._reply)
        size = crowd.heard().size
        with baseline() as (port, pid), Crowd(port, "/", [Seat()] * PEOPLE) as others:
            others.connect()
            for _round in range(ROUNDS):
                meter = self._meter(crowd, others, pid)
                self._round(hub, crowd, meter, self._reply)
                hub.add(meter.cost, self._idling)
                meter = self._meter(crowd, others, pid)
                self._round(plain, others, meter, lambda number: broadcast(port, number, size))
                plain.add(meter.cost, {})
                # What the hub does a little later, such as mail, belongs to its own round.
                hub.add(meter.cost, self._idling)
        self.figures["fan-out: last arrival p99, ms"] = percentile(sorted(hub.last), 0.99)
        self.figures["fan-out: CPU for a delivery, µs"] = hub.microseconds("hub", "database")
        _report(hub, plain, self._alone, f"{PEOPLE} viewers of one thread, {size} bytes a message")

    def many_threads(self, crowd: Crowd) -> None:
        answered = []
        with self._meter(crowd) as meter:
            for place in range(SPREAD_POSTS):
                number, begun = next(_numbers), time.monotonic()
                self._reply(number, self._cases[place % CASES])
                answered.append((time.monotonic() - begun) * 1e3)
        crowd.wait_for(number, PEOPLE // CASES)
        answered.sort()
        self.figures["fan-out: posting p50 among many threads, ms"] = percentile(answered, 0.5)
        table = Table(f"{PEOPLE} viewers spread over {CASES} threads, one writer", "", Column("hub", ".1f"))
        table.row("posting p50, ms", percentile(answered, 0.5), remark=_remark(meter.cost.dirty))
        table.row("posting p99, ms", percentile(answered, 0.99))

    def _reply(self, number: int, case: int = 0) -> None:
        reply(self._site.port, self._writer, case or self._cases[0], number)

    def _round(self, into: Measured, crowd: Crowd, meter: Meter, post: Post) -> None:
        """Post a few times, and wait each time until everybody has it."""
        with meter:
            for _post in range(POSTS_A_ROUND):
                number, begun = next(_numbers), time.monotonic_ns()
                post(number)
                into.answered.append((time.monotonic_ns() - begun) / 1e6)
                crowd.wait_for(number, PEOPLE)
                into.last.append((crowd.heard().last[number] - begun) / 1e6)
                time.sleep(PAUSE)

    def _meter(self, crowd: Crowd, others: Crowd | None = None, baseline: int = 0) -> Meter:
        listening = crowd.pids + (others.pids if others else [])
        return Meter(self._parts | {"listening": listening, "baseline": [baseline] if baseline else []})


def _report(hub: Measured, plain: Measured, alone: float, title: str) -> None:
    remark = _remark(hub.dirty or plain.dirty)
    table = Table(title, "", Column("hub", ".1f"), Column("baseline", ".1f"), Column("ratio", ".2f"))
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        ours, theirs = (percentile(sorted(one.last), share) for one in (hub, plain))
        table.row(f"last arrival {name}, ms", ours, theirs, ours / theirs)
    ours, theirs = hub.microseconds("hub"), plain.microseconds("baseline")
    table.row("processor time for a delivery, µs", ours, theirs, ours / theirs, remark=remark)
    share = alone / PEOPLE * 1e6
    table.row("… less what the reply costs by itself, µs", ours - share, theirs, (ours - share) / theirs)
    table.row(
        "… with database and search engine, µs", hub.microseconds("hub", "database", "engine"), None, None
    )
    table.row("processor time of a reply with no viewer, ms", alone * 1e3, None, None)
    table.row("posting p50, ms", percentile(sorted(hub.answered), 0.5), None, None)


def _remark(dirty: bool) -> str:
    return "dirty: others took the processors" if dirty else ""


def _allow_files(number: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(number, hard)), hard))


if __name__ == "__main__":
    main()
