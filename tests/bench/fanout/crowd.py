"""Many ears in processes of their own, so that their work is not counted as the server's."""

import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Self

import uvloop

from tests.bench.fanout.ear import Ear

PROCESSES = 2
CONNECTING_AT_ONCE = 32
ANSWERING_SECONDS = 60.0


@dataclass(frozen=True)
class Seat:
    """Who connects, and what they listen to."""

    cookie: str = ""
    topics: tuple[str, ...] = ()


@dataclass
class Heard:
    """Arrivals by the number of the message: how many, and when the last one came (monotonic nanoseconds)."""

    count: dict[int, int] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)
    size: int = 0

    def note(self, number: int, moment: int, size: int) -> None:
        self.count[number] = self.count.get(number, 0) + 1
        self.last[number] = moment
        self.size = size

    def add(self, other: Self) -> None:
        for number, count in other.count.items():
            self.count[number] = self.count.get(number, 0) + count
            self.last[number] = max(self.last.get(number, 0), other.last[number])
        self.size = max(self.size, other.size)


class Crowd:
    """A seat is a socket. All of them hang up when the block ends."""

    def __init__(self, port: int, path: str, seats: Sequence[Seat]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        self.seconds = 0.0
        for number in range(PROCESSES):
            mine, theirs = context.Pipe()
            process = context.Process(
                target=_listen, args=(port, path, seats[number::PROCESSES], theirs), daemon=True
            )
            process.start()
            self._pipes.append(mine)
            self._processes.append(process)

        for pipe in self._pipes:
            assert pipe.recv() == "started"

    @property
    def pids(self) -> list[int]:
        """The processes that listen."""
        return [process.pid for process in self._processes if process.pid]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join(10)

    def connect(self) -> None:
        """Connect every seat, as fast as the server takes them; `seconds` says how long it took."""
        begun = time.monotonic()
        for pipe in self._pipes:
            pipe.send("connect")
        for pipe in self._pipes:
            assert pipe.recv() == "connected"
        self.seconds = time.monotonic() - begun

    def heard(self) -> Heard:
        """What has arrived so far."""
        together = Heard()
        for pipe in self._pipes:
            pipe.send("tell")
            together.add(pipe.recv())
        return together

    def wait_for(self, number: int, count: int, seconds: float = 30) -> None:
        """Return when message `number` has arrived `count` times."""
        deadline = time.monotonic() + seconds
        while self.heard().count.get(number, 0) < count:
            assert time.monotonic() < deadline, f"{self.heard().count.get(number, 0)} of {count} arrived"
            # What asks too often takes the processor from those who listen.
            time.sleep(0.05)


def _listen(port: int, path: str, seats: Sequence[Seat], pipe: Connection) -> None:
    uvloop.run(_Listening(port, path, seats, pipe).run())


class _Listening:
    """What happens in a process of the crowd."""

    def __init__(self, port: int, path: str, seats: Sequence[Seat], pipe: Connection) -> None:
        self._port = port
        self._path = path
        self._seats = seats
        self._pipe = pipe
        self._heard = Heard()
        self._ears: list[Ear] = []

    async def run(self) -> None:
        self._pipe.send("started")
        assert await asyncio.to_thread(self._pipe.recv) == "connect"
        turns = asyncio.Semaphore(CONNECTING_AT_ONCE)
        async with asyncio.timeout(ANSWERING_SECONDS):
            await asyncio.gather(*(self._connect(seat, turns) for seat in self._seats))
        self._pipe.send("connected")
        ended = asyncio.Event()
        asyncio.get_running_loop().add_reader(self._pipe.fileno(), self._answer, ended)
        await ended.wait()
        for ear in self._ears:
            ear.transport.close()

    async def _connect(self, seat: Seat, turns: asyncio.Semaphore) -> None:
        async with turns:
            ear = Ear(self._path, seat.cookie, list(seat.topics), self._heard.note)
            self._ears.append(ear)
            await asyncio.get_running_loop().create_connection(lambda: ear, "127.0.0.1", self._port)
            await ear.ready

    def _answer(self, ended: asyncio.Event) -> None:
        try:
            self._pipe.recv()
            self._pipe.send(self._heard)
        except (EOFError, ConnectionError):
            asyncio.get_running_loop().remove_reader(self._pipe.fileno())
            ended.set()
