"""What is on its way to one client: written at once, and watched when the client does not take it."""

import asyncio
from collections.abc import Callable

# Beyond either a client counts as slow. It is dropped and catches up over HTTP, so that it costs no memory.
MOST_UNSENT = 256 * 1024
PATIENCE_SECONDS = 10.0


class Outgoing:
    """Writes frames in order and never waits. `on_slow` is called once, when the client does not keep up."""

    __slots__ = ("_closed", "_later", "_on_slow", "_timer", "_transport")

    def __init__(self, transport: asyncio.Transport, on_slow: Callable[[], None]) -> None:
        self._transport = transport
        self._on_slow = on_slow
        self._closed = False
        self._timer: asyncio.TimerHandle | None = None
        # How many bytes were written since the client was seen waiting.
        self._later = 0

    def push(self, frame: bytes) -> None:
        """Write a frame after everything pushed before it; nothing is written once the connection is gone."""
        transport = self._transport
        if self._closed or transport.is_closing():
            return
        transport.write(frame)
        if unsent := transport.get_write_buffer_size():
            self._later += len(frame)
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
            self._later = 0
            self._timer = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._look_again)

    def _look_again(self) -> None:
        """Whether what waited when the client was seen waiting has left by now."""
        self._timer = None
        unsent = self._transport.get_write_buffer_size()
        if unsent > self._later:
            self._give_up()
        elif unsent:
            self._watch(unsent)

    def _give_up(self) -> None:
        self.close()
        self._on_slow()
