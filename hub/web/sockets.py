"""Websockets for many listeners: frames are made once for all of them, and nobody who does not read is waited for."""

import asyncio
import socket
from asyncio.transports import BaseTransport

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode

# Under this name an application finds, among the extensions of its ASGI scope, the `transport` of its connection. It
# takes what `framed` makes, once the connection is accepted and as long as it is not closing.
EXTENSION = "hub.websocket"

# How long a client has to take what was written before the connection ended.
FLUSH_SECONDS = 10.0
# What the kernel keeps for one client, in bytes. Left to itself, it would let megabytes gather for each that is slow.
SEND_BUFFER = 64 * 1024


def framed(text: str) -> bytes:
    """A text message as it goes over the wire, to any number of clients."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


class Websocket(WebSocketsSansIOProtocol):
    """Uvicorn's protocol, which lends its transport: writing there costs one call for each client, and never waits.

    Uvicorn closes its transport and then waits without limit for what is buffered to leave. A client that keeps its
    window shut would hold that buffer, and the connection, for ever.
    """

    _flushing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        link: socket.socket = transport.get_extra_info("socket")
        link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._flushing:
            self._flushing.cancel()

    async def run_asgi(self) -> None:
        extensions = self.scope["extensions"]
        assert extensions is not None
        extensions[EXTENSION] = {"transport": self.transport}
        await super().run_asgi()

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        super().on_task_complete(task)
        if not self.disconnected:
            self._flushing = self.loop.call_later(FLUSH_SECONDS, self.transport.abort)

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.transport.abort()
