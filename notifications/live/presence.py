"""Who is on which thread, over all processes.

Each process announces the people on its own connections, in whole lists that replace its earlier ones, again and
again; a list that is not renewed expires. So a process that died leaves nobody behind.
"""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from heapq import nsmallest
from typing import Any

from hub.outbox import bus

log = logging.getLogger(__name__)

PRESENCE = "presence"
ANNOUNCE_SECONDS = 15.0
EXPIRE_SECONDS = 45.0
# A crowd that arrives is announced together; the more there are to be told, the less often.
GATHER_SECONDS = 0.25
SECONDS_A_PERSON = 0.001
# Nobody reads more names; beyond, there is a number.
MOST_NAMES = 20
# Room in one NOTIFY of PostgreSQL, which takes at most 8,000 bytes.
SIGNAL_BYTES = 7000

People = dict[int, str]


class Presence:
    """Knows the people on each thread. `here` gives those on this process's connections who may see the thread."""

    def __init__(
        self, here: Callable[[int], Awaitable[People]], threads: Callable[[], Collection[int]]
    ) -> None:
        self._here = here
        self._threads = threads
        self._origin = secrets.token_hex(4)
        self._moved: set[int] = set()
        # Until when nothing is announced of a thread again.
        self._resting: dict[int, float] = {}
        self._wake = asyncio.Event()
        # thread → process → (people, how many, until when)
        self._known: dict[int, dict[str, tuple[People, int, float]]] = {}

    def moved(self, thread_ids: Iterable[int]) -> None:
        """Somebody came or went: announce these threads anew."""
        self._moved.update(thread_ids)
        self._wake.set()

    def hear(self, data: dict[str, Any]) -> set[int]:
        """Take in what a process announced. Returns the threads on which it changed something."""
        changed = set()
        until = time.monotonic() + EXPIRE_SECONDS
        for key, (people, count) in data["threads"].items():
            thread_id = int(key)
            before = self.on(thread_id)
            processes = self._known.setdefault(thread_id, {})
            processes.pop(data["origin"], None)
            if people:
                processes[data["origin"]] = (dict(people), count, until)
            if not processes:
                del self._known[thread_id]
            if self.on(thread_id) != before:
                changed.add(thread_id)
        return changed

    def on(self, thread_id: int) -> tuple[list[dict[str, Any]], int]:
        """The people on a thread in the order of their ids, at most `MOST_NAMES` of them, and how many there are."""
        now = time.monotonic()
        lists = [known for known in self._known.get(thread_id, {}).values() if known[2] > now]
        people = {user_id: name for names, _count, _until in lists for user_id, name in names.items()}
        listed = sum(len(names) for names, _count, _until in lists)
        # Somebody on two processes counts once among those who are listed by name.
        count = sum(count for _names, count, _until in lists) - (listed - len(people))
        shown = sorted(people.items())[:MOST_NAMES]
        return [{"id": user_id, "name": name} for user_id, name in shown], count

    async def announce_forever(self, changed: Callable[[set[int]], None]) -> None:
        """Announce who is here: at once when somebody moved, and everybody every `ANNOUNCE_SECONDS`.

        `changed` is told of the threads on which an announcement of others ran out.
        """
        everybody_at = time.monotonic() + ANNOUNCE_SECONDS
        while True:
            try:
                async with asyncio.timeout(max(0.0, everybody_at - time.monotonic())):
                    await self._wake.wait()
            except TimeoutError:
                everybody_at = time.monotonic() + ANNOUNCE_SECONDS
                self._moved.update(self._threads())
                changed(self._forget_expired())
            await asyncio.sleep(GATHER_SECONDS)
            self._wake.clear()
            try:
                await self._announce(self._rested())
            except Exception:
                # The database is away; everybody is announced anew when it is back.
                log.exception("Cannot announce who is here")
            if self._moved:
                self._wake.set()

    def _rested(self) -> list[int]:
        """Those of the threads on which somebody moved that were not announced a moment ago."""
        now = time.monotonic()
        self._resting = {thread_id: until for thread_id, until in self._resting.items() if until > now}
        rested = self._moved - self._resting.keys()
        self._moved -= rested
        return sorted(rested)

    async def _announce(self, thread_ids: Iterable[int]) -> None:
        here = []
        for thread_id in thread_ids:
            people = await self._here(thread_id)
            here.append((thread_id, people))
            self._resting[thread_id] = time.monotonic() + len(people) * SECONDS_A_PERSON
        for threads in _packed(here):
            await bus.signal(PRESENCE, {"origin": self._origin, "threads": threads})

    def _forget_expired(self) -> set[int]:
        now = time.monotonic()
        expired = {
            thread_id
            for thread_id, processes in self._known.items()
            if any(until <= now for _people, _count, until in processes.values())
        }
        for thread_id in expired:
            alive = {origin: known for origin, known in self._known.pop(thread_id).items() if known[2] > now}
            if alive:
                self._known[thread_id] = alive
        return expired


def _packed(threads: Iterable[tuple[int, People]]) -> Iterator[dict[str, Any]]:
    """Announcements that fit into one signal each."""
    packed: dict[str, Any] = {}
    size = 0
    for thread_id, people in threads:
        entry = [nsmallest(MOST_NAMES, people.items()), len(people)]
        length = len(json.dumps(entry)) + 24
        if packed and size + length > SIGNAL_BYTES:
            yield packed
            packed, size = {}, 0
        packed[str(thread_id)] = entry
        size += length
    if packed:
        yield packed
