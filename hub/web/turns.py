"""Middleware that lets nobody keep the whole server to themselves."""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send

from hub.errors import TooMany
from hub.web.guarding import refuse

# A browser asks for six things at once (HTTP/1.1); a seventh waits for one of them.
AT_ONCE = 6
# Programs may send a burst; what lies beyond only takes memory.
MOST_WAITING = 500


class TakingTurns:
    """Works on a few requests of one person at a time; the others wait in line.

    Every request may take a connection to the database and a thread. Without turns, forty expensive ones of a
    single person would make everybody else wait until the last of them is done. Each process counts for itself.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._lines: dict[int, _Line] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reader = scope["state"]["reader"] if scope["type"] == "http" else None
        if reader is None:
            await self.app(scope, receive, send)
            return
        line = self._lines.setdefault(reader.id, _Line())
        if line.length >= AT_ONCE + MOST_WAITING:
            await refuse(TooMany(1), scope, receive, send)
            return
        line.length += 1
        try:
            async with line.turns:
                await self.app(scope, receive, send)
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[reader.id]


class _Line:
    def __init__(self) -> None:
        self.length = 0
        self.turns = asyncio.Semaphore(AT_ONCE)
