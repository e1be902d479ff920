"""One live connection, and the person who has it."""

import asyncio
from typing import Any

from starlette.types import Send

from hub.identity import Reader
from notifications.live.limits import MESSAGES_A_SECOND, MESSAGES_AT_ONCE, Allowance
from notifications.live.measuring import ENDED
from notifications.live.outgoing import Outgoing

# Close codes; 4000 to 4999 are ours to give meaning (RFC 6455, 7.4.2). docs/live.md lists them.
GOING_AWAY = 1001
MESSAGE_TOO_BIG = 1009
RESTARTING = 1012
BAD_MESSAGE = 4400
SIGNED_OUT = 4401
TOO_SLOW = 4408
TOO_MANY = 4429

CLOSE_SECONDS = 5.0


class Viewer:
    """A person with at least one connection to this process.

    `reader` says what they may hear now; unless they are `trusted`, that may have changed.
    """

    __slots__ = ("checked_at", "connections", "reader", "trusted")

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.trusted = False
        self.checked_at = 0.0
        self.connections: set[Connection] = set()

    def renew(self, reader: Reader | None) -> None:
        """Follow a change of access; None ends every connection of somebody who is no longer welcome."""
        if reader is None:
            for connection in list(self.connections):
                connection.end(SIGNED_OUT)
            return
        self.reader = reader
        for connection in self.connections:
            connection.locale = reader.locale or connection.locale


class Connection:
    """A socket with its topics. `session_id` or `token_id` is what it was opened with.

    `push` sends a frame without waiting. A client that does not keep up is dropped.
    """

    __slots__ = (
        "_farewell",
        "_lifetime",
        "_outgoing",
        "_send",
        "allowance",
        "locale",
        "push",
        "session_id",
        "strikes",
        "token_id",
        "topics",
        "typed_at",
        "viewer",
    )

    def __init__(
        self, viewer: Viewer, send: Send, transport: asyncio.Transport, state: dict[str, Any], locale: str
    ) -> None:
        self.viewer = viewer
        self.session_id: int | None = state["session_id"]
        self.token_id: int | None = state["token_id"]
        self.locale = locale
        self.topics: set[str] = set()
        self.allowance = Allowance(MESSAGES_AT_ONCE, MESSAGES_A_SECOND)
        self.strikes = 0
        self.typed_at = 0.0
        self._send = send
        self._outgoing = Outgoing(transport, lambda: self.end(TOO_SLOW))
        # Thousands of calls for one event: each step between would be felt.
        self.push = self._outgoing.push
        self._lifetime: asyncio.Timeout | None = None
        self._farewell = GOING_AWAY

    def lives(self, seconds: float) -> asyncio.Timeout:
        """The block in which the connection is served; `end` ends it early."""
        self._lifetime = asyncio.timeout(seconds)
        return self._lifetime

    def end(self, code: int) -> None:
        """Stop serving the client and close with `code`; nothing more is sent from now on."""
        self._outgoing.close()
        if self._lifetime is not None and not self._lifetime.expired():
            self._farewell = code
            ENDED.labels(code).inc()
            self._lifetime.reschedule(asyncio.get_running_loop().time())

    def forget(self) -> None:
        """Write nothing more: the client is gone."""
        self._outgoing.close()

    async def close(self) -> None:
        """Say goodbye, as far as the client listens."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._send({"type": "websocket.close", "code": self._farewell})
        except (TimeoutError, OSError):
            # The client is stuck or gone; the server ends the connection when this one's task ends.
            return
