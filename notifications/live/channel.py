"""Everybody in this process who listens to one topic, and what they are about to hear."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from discussions.live import TopicAccess
from notifications.live.connection import Connection
from notifications.live.measuring import FRAMES
from notifications.live.messages import frame
from notifications.live.viewers import Viewers
from notifications.policy import may_hear

log = logging.getLogger(__name__)

# More than this behind, and a topic's listeners are better served by one "catch up".
MOST_PENDING = 100
# Sockets served before other work of the process gets its turn.
AT_ONE_GO = 500

Job = Callable[[], Awaitable[None]]


class Channel:
    """The listeners of one topic. Its jobs run one after another, so that events keep their order."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.listeners: set[Connection] = set()
        self._jobs: deque[Job] = deque()
        self._worker: asyncio.Task[None] | None = None

    def put(self, job: Job) -> None:
        """Run `job` after those that are waiting; too many waiting jobs become one "catch up"."""
        if len(self._jobs) >= MOST_PENDING:
            self._jobs.clear()
            self.catch_up()
        self._jobs.append(job)
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())

    def catch_up(self) -> None:
        """Tell all listeners that they may have missed something."""
        ready = frame(self.topic, "catch-up", self.topic)

        async def tell() -> None:
            # It says nothing that the subscription itself did not say.
            for connection in list(self.listeners):
                connection.push(ready)

        self.put(tell)

    def languages(self) -> set[str]:
        return {connection.locale for connection in self.listeners}

    async def _work(self) -> None:
        while self._jobs and self.listeners:
            job = self._jobs.popleft()
            try:
                await job()
            except Exception:
                log.exception("Cannot tell the listeners of %s", self.topic)
                self._jobs.clear()
                self.catch_up()
                await asyncio.sleep(1)
        self._jobs.clear()
        self._worker = None


async def send_permitted(
    listeners: Iterable[Connection], frames: dict[str, bytes], access: TopicAccess, viewers: Viewers
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
            elif may_hear(viewer.reader, access) and (ready := frames.get(connection.locale)):
                connection.push(ready)
                sent += 1
            if position % AT_ONE_GO == 0:
                await asyncio.sleep(0)
        FRAMES.inc(sent)
        if held:
            await viewers.next_check()
        waiting = held
