"""The load generator's process: reads a Plan as JSON from standard input, writes the Outcome to standard output."""

import asyncio
import random
import sys
from collections import Counter

import uvloop
from pydantic import TypeAdapter
from uuid_utils.compat import uuid7

from tests.bench.load.client import Broken, Connection, encoded
from tests.bench.load.machine import Meter
from tests.bench.load.plan import Ask, Outcome, Plan


class Generator:
    """Carries out one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._random = random.Random(7)
        self._measuring = self._ending = False
        self._sent = self._bytes = self._failures = 0
        self._times: list[float] = []
        self._statuses: Counter[int] = Counter()
        self._visits = [list(plan.asks) if plan.visit else [] for _ in range(plan.at_once)]
        self._visited = asyncio.Event()

    async def run(self) -> Outcome:
        async with asyncio.TaskGroup() as tasks:
            for number in range(self._plan.at_once):
                tasks.create_task(self._loop(number))
            await self._visited.wait()
            await asyncio.sleep(self._plan.warm_up)
            with Meter(self._plan.parts) as meter:
                self._measuring = True
                await asyncio.sleep(self._plan.seconds)
                self._measuring = False
            self._ending = True
        return Outcome.of(
            [1000 * seconds for seconds in self._times],
            meter.cost,
            statuses=dict(self._statuses),
            failures=self._failures,
            size=self._bytes / max(1, len(self._times)),
        )

    async def _loop(self, number: int) -> None:
        port = self._plan.ports[number % len(self._plan.ports)]
        person = self._plan.people[number % len(self._plan.people)]
        connection = await Connection.open(port)
        etags: dict[str, str] = {}
        visits = self._visits[number]
        while not self._ending:
            ask = visits.pop() if visits else self._random.choice(self._plan.asks)
            if connection.closed:
                connection = await Connection.open(port)
            request, path = self._request(ask, port, person, etags)
            try:
                took = await connection.ask(request)
            except Broken:
                self._failures += 1
                connection.close()
                continue
            if connection.etag:
                etags[path] = connection.etag
            self._count(connection, took)
            if not any(self._visits):
                self._visited.set()
        connection.close()

    def _request(
        self, ask: Ask, port: int, person: dict[str, str], etags: dict[str, str]
    ) -> tuple[bytes, str]:
        self._sent += 1
        path, body = (self._filled(text) for text in (ask.path, ask.body))
        headers = {"Host": f"127.0.0.1:{port}", **person, **ask.headers}
        if self._plan.revalidate and path in etags:
            headers["If-None-Match"] = etags[path]
        return encoded(ask.method, path, headers, body), path

    def _filled(self, text: str) -> str:
        return text.replace("{uid}", str(uuid7())).replace("{n}", str(self._sent)) if "{" in text else text

    def _count(self, connection: Connection, took: float) -> None:
        if self._measuring:
            self._statuses[connection.status] += 1
            if connection.status < 400:
                self._times.append(took)
                self._bytes += connection.size


def main() -> None:
    plan = TypeAdapter(Plan).validate_json(sys.stdin.buffer.read())
    outcome = uvloop.run(Generator(plan).run())
    sys.stdout.buffer.write(TypeAdapter(Outcome).dump_json(outcome))


if __name__ == "__main__":
    main()
