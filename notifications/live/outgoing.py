"""What is on its way to one client: sent at once while the connection takes it, kept briefly when it does not."""

import asyncio
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

# Beyond these a client counts as slow. It is dropped and catches up over HTTP, so that it costs no memory.
MOST_WAITING = 64
MOST_WAITING_CHARACTERS = 256 * 1024
PATIENCE_SECONDS = 10.0

SendText = Callable[[str], Coroutine[Any, Any, None]]


class Outgoing:
    """Sends texts in order and never waits. `on_slow` is called once, when the client does not keep up."""

    __slots__ = ("_closed", "_on_slow", "_send", "_waiting", "_waiting_characters", "_writer")

    def __init__(self, send: SendText, on_slow: Callable[[], None]) -> None:
        self._send = send
        self._on_slow = on_slow
        self._waiting: deque[str] | None = None
        self._waiting_characters = 0
        self._writer: asyncio.Task[None] | None = None
        self._closed = False

    def push(self, text: str) -> None:
        """Send `text` after everything pushed before it; nothing is sent once the connection is gone."""
        if self._closed:
            return
        if self._writer is None:
            self._send_or_wait(text)
        elif self._waiting is not None and self._fits(text):
            self._waiting.append(text)
            self._waiting_characters += len(text)
        else:
            self._give_up()

    def close(self) -> None:
        """Forget what has not been sent."""
        self._closed = True
        self._waiting = None
        if self._writer is not None:
            self._writer.cancel()

    def _fits(self, text: str) -> bool:
        assert self._waiting is not None
        return (
            len(self._waiting) < MOST_WAITING
            and self._waiting_characters + len(text) <= MOST_WAITING_CHARACTERS
        )

    def _give_up(self) -> None:
        if not self._closed:
            self.close()
            self._on_slow()

    def _send_or_wait(self, text: str) -> None:
        sending = self._send(text)
        try:
            # A task for each frame to each of thousands of sockets would cost more than the sending itself, and
            # a connection that takes the frame makes the coroutine end without waiting.
            waits_for = sending.send(None)
        except StopIteration:
            return
        except OSError:
            self._closed = True
            return
        self._waiting, self._waiting_characters = deque(), 0
        self._writer = asyncio.create_task(self._write(_rest_of(sending, waits_for)))

    async def _write(self, first: Awaitable[None]) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await first
            while self._waiting:
                text = self._waiting.popleft()
                self._waiting_characters -= len(text)
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self._send(text)
        except TimeoutError:
            self._writer = None
            self._give_up()
        except OSError:
            self._closed = True
        self._writer = self._waiting = None


@types.coroutine
def _rest_of(coroutine: Coroutine[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    """What is left of a coroutine that has already run up to its first wait."""
    thrown: BaseException | None
    while True:
        try:
            yield waits_for
        except BaseException as error:  # a cancellation belongs into the coroutine
            thrown = error
        else:
            thrown = None
        try:
            waits_for = coroutine.send(None) if thrown is None else coroutine.throw(thrown)
        except StopIteration:
            return
