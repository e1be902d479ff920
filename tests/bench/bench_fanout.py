"""How fast a reply reaches everybody who has its thread open: ``python -m tests.bench.bench_fanout``.

One ``hub run``; its 2,000 viewers are different people with real sockets, in processes of their own. The baseline in
the same run is `baseline_ws`: the same number of sockets, messages of the same size. Prints a table.
"""

import http.client
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from tests.bench.fanout.costs import cpu_seconds, percentile, resident_kib
from tests.bench.fanout.crowd import Crowd, Seat
from tests.bench.fanout.ear import marked
from tests.bench.fanout.people import WORDS, populate
from tests.site import Site, free_port

PEOPLE = 2000
CASES = 100
ROUNDS = 4
POSTS_A_ROUND = 12
SPREAD_POSTS = 150
# Between two posts, so that each is measured alone with the work it leaves behind.
PAUSE = 0.2
SETTLE = 3.0

_numbers = count(1)


@dataclass
class Measured:
    """Times are milliseconds, `cpu` seconds."""

    last_arrival: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    deliveries: int = 0
    cpu: float = 0.0
    cpu_with_servers: float = 0.0

    @property
    def microseconds(self) -> float:
        """Processor time for one delivery."""
        return self.cpu / self.deliveries * 1e6


Post = Callable[[int], None]


def main() -> None:
    _allow_files(3 * PEOPLE)
    with tempfile.TemporaryDirectory(prefix="hub-") as folder, Site(Path(folder)) as site:
        cookies, cases = populate(site.folder, people=PEOPLE + 1, cases=CASES)
        writer = cookies.pop()
        _warm_up(site, writer, cookies[:20], cases)
        _busy_thread(site, writer, cookies, cases[0])
        time.sleep(SETTLE)
        _many_threads(site, writer, cookies, cases)


def _warm_up(site: Site, writer: str, cookies: list[str], cases: list[int]) -> None:
    """The first requests of a process pay for what is loaded once."""
    with _crowd(site, cookies, [cases[-1]]):
        for _try in range(5):
            _reply(site, writer, cases[-1], next(_numbers))
    time.sleep(SETTLE)


def _busy_thread(site: Site, writer: str, cookies: list[str], case: int) -> None:
    before, spent = resident_kib(site.pid), cpu_seconds([site.pid])
    hub, plain = Measured(), Measured()
    with _crowd(site, cookies, [case]) as crowd:
        connecting = (cpu_seconds([site.pid]) - spent) / PEOPLE * 1e3
        time.sleep(SETTLE)
        idle = (resident_kib(site.pid) - before) / PEOPLE
        servers = [pid for pid in (site.pid, site.database_pid, site.engine_pid) if pid]
        _measure(hub, crowd, 2, servers, lambda number: _reply(site, writer, case, number))
        size = crowd.heard().size
        with _baseline() as (port, pid), Crowd(port, "/", [Seat()] * PEOPLE) as others:
            for _round in range(ROUNDS):
                _measure(
                    hub, crowd, POSTS_A_ROUND, servers, lambda number: _reply(site, writer, case, number)
                )
                _measure(plain, others, POSTS_A_ROUND, [pid], lambda number: _broadcast(port, number, size))
        seconds = crowd.seconds
    print(f"{PEOPLE} viewers of one thread, {size} bytes a message     hub   baseline")
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        print(
            f"  last arrival {name}, ms               "
            f"{percentile(hub.last_arrival, share):18.1f} {percentile(plain.last_arrival, share):10.1f}"
        )
    print(
        f"  processor time for a delivery, µs    {hub.microseconds:18.1f} {plain.microseconds:10.1f}"
        f"   ratio {hub.microseconds / plain.microseconds:.2f}"
    )
    print(f"  with database and search engine, µs  {hub.cpu_with_servers / hub.deliveries * 1e6:18.1f}")
    print(f"  posting p50, ms                      {percentile(hub.answered, 0.5):18.1f}")
    print(f"  memory of an idle socket, KiB        {idle:18.1f}")
    print(f"  all connect within, s                {seconds:18.1f}")
    print(f"  processor time for connecting one, ms{connecting:18.2f}", flush=True)


def _many_threads(site: Site, writer: str, cookies: list[str], cases: list[int]) -> None:
    answered = []
    with _crowd(site, cookies, cases) as crowd:
        time.sleep(SETTLE)
        for place in range(SPREAD_POSTS):
            begun = time.monotonic()
            number = next(_numbers)
            _reply(site, writer, cases[place % CASES], number)
            answered.append((time.monotonic() - begun) * 1e3)
        crowd.wait_for(number, PEOPLE // CASES)
    print(f"{PEOPLE} viewers of {CASES} threads, one after the other posted to")
    print(f"  posting p50, ms                      {percentile(answered, 0.5):18.1f}")
    print(f"  posting p99, ms                      {percentile(answered, 0.99):18.1f}", flush=True)


def _measure(into: Measured, crowd: Crowd, posts: int, pids: list[int], post: Post) -> None:
    """Post, wait until everybody has it, and add to `into` what the first of the processes, and all of them, spent."""
    first, together = cpu_seconds(pids[:1]), cpu_seconds(pids)
    for _post in range(posts):
        number = next(_numbers)
        begun = time.monotonic_ns()
        post(number)
        into.answered.append((time.monotonic_ns() - begun) / 1e6)
        crowd.wait_for(number, PEOPLE)
        into.last_arrival.append((crowd.heard().last[number] - begun) / 1e6)
        into.deliveries += PEOPLE
        time.sleep(PAUSE)
    into.cpu += cpu_seconds(pids[:1]) - first
    into.cpu_with_servers += cpu_seconds(pids) - together


def _crowd(site: Site, cookies: list[str], cases: list[int]) -> Crowd:
    """Everybody listens to their inbox and to one of the cases, as an open page does."""
    seats = [
        Seat(cookie, ("inbox", f"thread:{cases[place % len(cases)]}")) for place, cookie in enumerate(cookies)
    ]
    return Crowd(site.port, "/live", seats)


def _reply(site: Site, cookie: str, case: int, number: int) -> None:
    form = urlencode({"body": f"{marked(number)} {WORDS * 3}", "uid": str(uuid4())})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    _request(site.port, "POST", f"/threads/{case}/replies", form, headers, expected=303)


def _broadcast(port: int, number: int, size: int) -> None:
    _request(
        port, "GET", "/post?" + urlencode({"text": marked(number), "size": size}), None, {}, expected=200
    )


def _request(
    port: int, method: str, path: str, body: str | None, headers: dict[str, str], *, expected: int
) -> None:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        link.request(method, path, body, headers)
        answer = link.getresponse()
        content = answer.read()
        assert answer.status == expected, (answer.status, content[:500])
    finally:
        link.close()


@contextmanager
def _baseline() -> Iterator[tuple[int, int]]:
    """The port and the process of a baseline server."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.baseline_ws", str(port)])
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            return _broadcast(port, 0, 10)
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            # Not listening yet.
            time.sleep(0.05)


def _allow_files(number: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(number, hard)), hard))


if __name__ == "__main__":
    main()
