"""What is on its way to one client: written at once, and counted when the client does not take it."""

import asyncio
from collections.abc import Callable

from hub.web.sockets import Websocket

# Beyond either a client counts as slow. It is dropped and catches up over HTTP, so that it costs no memory.
MOST_UNSENT = 256 * 1024
PATIENCE_SECONDS = 10.0


class Outgoing:
    """Writes frames in order and never waits. `on_slow` is called once, when the client does not keep up."""

    __slots__ = ("_closed", "_on_slow", "_timer", "_websocket", "_written")

    def __init__(self, websocket: Websocket, on_slow: Callable[[], None]) -> None:
        self._websocket = websocket
        self._on_slow = on_slow
        self._written = 0
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False

    def push(self, frame: bytes) -> None:
        """Write a frame after everything pushed before it; nothing is written once the connection is gone."""
        if self._closed:
            return
        unsent = self._websocket.write(frame)
        self._written += len(frame)
        if unsent:
            self._watch(unsent)

    def close(self) -> None:
        """Write nothing from now on."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()

    def _watch(self, unsent: int) -> None:
        if unsent > MOST_UNSENT:
            self._give_up()
        elif self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(PATIENCE_SECONDS, self._look_again, self._written)

    def _look_again(self, written: int) -> None:
        """Whether what had been `written` when the client was first seen waiting has left by now."""
        self._timer = None
        unsent = self._websocket.unsent
        if self._written - unsent < written:
            self._give_up()
        elif unsent:
            self._watch(unsent)

    def _give_up(self) -> None:
        self.close()
        self._on_slow()
