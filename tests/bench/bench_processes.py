"""Whether two of each process cost what one of each costs: ``python -m tests.bench.bench_processes``.

`hub web`, `hub gateway` and `hub worker` on one PostgreSQL, one of each and then two of each, under the same load,
spread evenly. Statements, waits for locks and CPU for each page and reply should be the same.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from tests.bench.bench_replies import FIRST_WRITER, WRITERS, forms, wait_until_delivered
from tests.bench.fanout.crowd import Crowd, Seat
from tests.bench.load import Ask, Column, Meter, Plan, Table, drive
from tests.bench.measured_hub import MeasuredHub, measured_hub
from tests.bench.statements import Statements

READERS = 16
LISTENERS = 200
FIRST_LISTENER = 301

_COUNTED = 2.0  # seconds

ONE = ("web", "gateway", "worker")
TWO = ("web", "web", "gateway", "gateway", "worker", "worker")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6, help="how long each load is measured (default 6)")
    arguments = parser.parse_args()
    columns = Column("1 of each", ".2f"), Column("2 of each", ".2f"), Column("ratio", ".2f")
    one, two = (_measure(serving, arguments.seconds) for serving in (ONE, TWO))
    table = Table("Several processes on one PostgreSQL", "", *columns)
    for name in one:
        table.row(name, one[name], two[name], two[name] / one[name] if one[name] else None)


def _measure(serving: Sequence[str], seconds: float) -> dict[str, float]:
    with measured_hub(serving=serving) as hub, _listeners(hub):
        return _idle(hub) | _pages(hub, seconds) | _replies(hub, seconds)


@contextmanager
def _listeners(hub: MeasuredHub) -> Iterator[None]:
    """People with a case open, on all gateways."""
    people = hub.sign_in(LISTENERS, first=FIRST_LISTENER)
    threads = hub.size.written
    seats = [
        Seat(person["Cookie"], ("inbox", f"thread:{threads[number % len(threads)]}"))
        for number, person in enumerate(people)
    ]
    ports = hub.ports("gateway")
    with ExitStack() as stack:
        for number, port in enumerate(ports):
            crowd = stack.enter_context(Crowd(port, "/live", seats[number :: len(ports)]))
            crowd.connect()
        yield


def _idle(hub: MeasuredHub) -> dict[str, float]:
    with Statements(hub) as counted:
        time.sleep(_COUNTED)
    return {"idle: statements each second": counted.executed / _COUNTED}


def _pages(hub: MeasuredHub, seconds: float) -> dict[str, float]:
    people = hub.sign_in(READERS)
    hub.have_read(READERS)
    asks = [Ask(f"/threads/{id_}") for id_ in hub.size.measured]
    outcome = drive(Plan(hub.ports(), asks, people, hub.parts, READERS, seconds, visit=True))
    with Statements(hub) as counted:
        few = drive(Plan(hub.ports(), asks, people, hub.parts, READERS, _COUNTED, warm_up=0))
    return {
        "pages: each second": outcome.per_second,
        "pages: p50, ms": outcome.p50,
        "pages: CPU of web, ms": outcome.cpu("web"),
        "pages: CPU of the database, ms": outcome.cpu("database"),
        "pages: statements": counted.executed / few.answered,
        "pages: waits for locks": counted.waits / few.answered,
        "pages: processors taken by others": outcome.cost.others / outcome.cost.seconds,
    }


def _replies(hub: MeasuredHub, seconds: float) -> dict[str, float]:
    people = hub.sign_in(WRITERS, first=FIRST_WRITER)
    asks = forms(hub)

    def post(for_seconds: float) -> Plan:
        return Plan(hub.ports(), asks, people, hub.parts, WRITERS, for_seconds, warm_up=0)

    with Meter(hub.parts) as meter:
        outcome = drive(post(seconds))
        wait_until_delivered(hub, mail=True)
    with Statements(hub) as counted:
        few = drive(post(_COUNTED))
        wait_until_delivered(hub, mail=True)
    cpu = {part: 1000 * spent / outcome.answered for part, spent in meter.cost.cpu.items()}
    # Every gateway hears of every reply, whoever is connected to it.
    cpu["each gateway"] = cpu.pop("gateway") / len(hub.ports("gateway"))
    return {
        "replies: each second": outcome.per_second,
        "replies: p50, ms": outcome.p50,
        **{
            f"replies, delivered and mailed: CPU of {part}, ms": cpu[part]
            for part in ("web", "each gateway", "worker", "database")
        },
        "replies, delivered and mailed: statements": counted.executed / few.answered,
        "replies, delivered and mailed: waits for locks": counted.waits / few.answered,
        "replies: processors taken by others": outcome.cost.others / outcome.cost.seconds,
    }


if __name__ == "__main__":
    main()
