"""Websockets that end even when their clients do not read."""

import asyncio

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

# How long a client has to take what was written before the connection ended.
FLUSH_SECONDS = 10.0


class Websocket(WebSocketsSansIOProtocol):
    """Uvicorn's protocol, which closes its transport and then waits without limit for what is buffered to leave.

    A client that keeps its window shut would hold that buffer, and the connection, for ever.
    """

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        super().on_task_complete(task)
        self.loop.call_later(FLUSH_SECONDS, self.transport.abort)

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.transport.abort()
