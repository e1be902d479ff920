"""The number on the bell, told to every tab and device of a person."""

import asyncio
import logging
from collections.abc import Iterable

from notifications.inbox import unread_count
from notifications.live.messages import INBOX, frame
from notifications.live.viewers import Viewers

log = logging.getLogger(__name__)


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
            self._wake.clear()
            while self._rung:
                user_id = next(iter(self._rung))
                del self._rung[user_id]
                try:
                    await self._tell(user_id)
                except Exception:
                    # The next change, or the next page, tells the number again.
                    log.exception("Cannot count the notifications of %s", user_id)

    async def _tell(self, user_id: int) -> None:
        viewer = self._viewers.get(user_id)
        if viewer is None:
            return
        await self._viewers.settled(viewer)
        unread = await unread_count(viewer.reader)
        text = frame(INBOX, "inbox.changed", INBOX, unread=unread)
        for connection in viewer.connections:
            if INBOX in connection.topics:
                connection.push(text)
