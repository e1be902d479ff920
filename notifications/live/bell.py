"""The number on the bell, told to every tab and device of a person."""

import asyncio
import logging
from collections.abc import Iterable

from notifications.counting import unread_counts
from notifications.live.connection import Viewer
from notifications.live.messages import INBOX, frame
from notifications.live.viewers import Viewers

log = logging.getLogger(__name__)

# What rings many bells, such as a reply that a crowd follows, is counted for all of them together.
GATHER_SECONDS = 0.1
AT_ONE_GO = 500


class Bell:
    """Counts anew for people whose inbox changed; several changes in a row are counted once."""

    def __init__(self, viewers: Viewers) -> None:
        self._viewers = viewers
        self._rung: dict[int, None] = {}
        self._wake = asyncio.Event()

    def ring(self, user_ids: Iterable[int]) -> None:
        """Something changed for these people; those who are not connected here are left out."""
        for user_id in user_ids:
            if self._viewers.get(user_id):
                self._rung[user_id] = None
        if self._rung:
            self._wake.set()

    async def tell_forever(self) -> None:
        while True:
            await self._wake.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._wake.clear()
            while people := self._next():
                try:
                    await self._tell(people)
                except Exception:
                    # The next change, or the next page, tells the number again.
                    log.exception("Cannot count the notifications of %s people", len(people))
            if self._rung:
                await self._viewers.next_check()
                self._wake.set()

    def _next(self) -> list[Viewer]:
        """Some of those who wait. Who is being checked is counted with what they may see then."""
        rung, self._rung = self._rung, {}
        people: list[Viewer] = []
        for user_id in rung:
            viewer = self._viewers.get(user_id)
            if viewer is None:
                continue
            if viewer.trusted and len(people) < AT_ONE_GO:
                people.append(viewer)
            else:
                self._rung[user_id] = None
        return people

    async def _tell(self, people: Iterable[Viewer]) -> None:
        counts = await unread_counts([viewer.reader for viewer in people])
        frames = {
            unread: frame(INBOX, "inbox.changed", INBOX, unread=unread) for unread in set(counts.values())
        }
        for viewer in people:
            for connection in viewer.connections:
                if INBOX in connection.topics:
                    connection.push(frames[counts[viewer.reader.id]])
