"""Everybody in this process who listens to one topic, and what they are about to hear."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from hub.identity import Reader
from notifications.live.connection import Connection
from notifications.live.measuring import FRAMES
from notifications.live.messages import frame
from notifications.live.viewers import Viewers

log = logging.getLogger(__name__)

# More than this behind, and a topic's listeners are better served by one "catch up".
MOST_PENDING = 100
# Sockets served before other work of the process gets its turn.
AT_ONE_GO = 1000
CROWD = 100
TYPING_SECONDS_A_LISTENER = 0.001

Job = Callable[[], Awaitable[None]]


class Channel:
    """The listeners of one topic. Its jobs run one after another, so that events keep their order."""

    def __init__(self, topic: str, viewers: Viewers) -> None:
        self.topic = topic
        self._viewers = viewers
        self._typing_at = 0.0
        self.listeners: set[Connection] = set()
        self._jobs: deque[Job] = deque()
        self._worker: asyncio.Task[None] | None = None

    def put(self, job: Job) -> None:
        """Run `job` after those that are waiting; too many waiting jobs become one "catch up"."""
        if len(self._jobs) >= MOST_PENDING:
            self.catch_up()
        self._jobs.append(job)
        self._start()

    def catch_up(self) -> None:
        """Tell all listeners, instead of what waits, that they may have missed something."""
        self._jobs.clear()
        ready = frame(self.topic, "catch-up", self.topic, spread=self._viewers.spread)

        async def tell() -> None:
            # It says nothing that the subscription itself did not say.
            for connection in list(self.listeners):
                connection.push(ready)

        self._jobs.append(tell)
        self._start()

    def languages(self) -> set[str]:
        return {connection.locale for connection in self.listeners}

    def may_show_typing(self) -> bool:
        """Whether it is time to tell again that somebody types; to a crowd it is not told of everybody."""
        now = time.monotonic()
        if len(self.listeners) >= CROWD and now < self._typing_at:
            return False
        self._typing_at = now + len(self.listeners) * TYPING_SECONDS_A_LISTENER
        return True

    def _start(self) -> None:
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())

    async def _work(self) -> None:
        while self._jobs and self.listeners:
            job = self._jobs.popleft()
            try:
                await job()
            except Exception:
                log.exception("Cannot tell the listeners of %s", self.topic)
                self.catch_up()
                await asyncio.sleep(1)
        self._jobs.clear()
        self._worker = None


async def send_permitted(
    listeners: Iterable[Connection],
    frames: dict[str, bytes],
    permits: Callable[[Reader], bool],
    viewers: Viewers,
) -> None:
    """Send each listener who may hear it the frame in their language. Whoever is being checked waits for the result."""
    waiting = list(listeners)
    while waiting:
        sent = 0
        held: list[Connection] = []
        for position, connection in enumerate(waiting, 1):
            viewer = connection.viewer
            if not viewer.trusted:
                held.append(connection)
            elif permits(viewer.reader) and (ready := frames.get(connection.locale)):
                connection.push(ready)
                sent += 1
            if position % AT_ONE_GO == 0:
                await asyncio.sleep(0)
        FRAMES.inc(sent)
        if held:
            await viewers.next_check()
        waiting = held
