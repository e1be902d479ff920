"""A client that costs little: one kept connection on asyncio's transports, parsed by httptools."""

import asyncio
import time
from collections.abc import Mapping
from typing import cast

import httptools


class Broken(Exception):
    """The server closed the connection, or sent something that is no HTTP."""


class Connection(asyncio.Protocol):
    """A connection that carries one request at a time. `status`, `size` and `etag` are those of the last answer."""

    status = 0
    size = 0
    etag = ""

    def __init__(self) -> None:
        self._answer: asyncio.Future[float] | None = None
        self._transport: asyncio.Transport | None = None
        self.closed = False

    @classmethod
    async def open(cls, port: int) -> "Connection":
        loop = asyncio.get_running_loop()
        _transport, connection = await loop.create_connection(cls, "127.0.0.1", port)
        return connection

    async def ask(self, request: bytes) -> float:
        """Send one request. Returns the seconds until its answer was complete; raises Broken."""
        if self._transport is None or self.closed:
            raise Broken
        self._parser = httptools.HttpResponseParser(self)
        self._answer = asyncio.get_running_loop().create_future()
        self.size, self.etag = 0, ""
        begun = time.perf_counter()
        self._transport.write(request)
        return await self._answer - begun

    def close(self) -> None:
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        self._fail()

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fail()

    def _fail(self) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(Broken())

    def on_header(self, name: bytes, value: bytes) -> None:
        """Called by the parser."""
        if name.lower() == b"etag":
            self.etag = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        """Called by the parser."""
        self.size += len(body)

    def on_message_complete(self) -> None:
        """Called by the parser."""
        self.status = self._parser.get_status_code()
        self.closed = self.closed or not self._parser.should_keep_alive()
        if self._answer and not self._answer.done():
            self._answer.set_result(time.perf_counter())


def encoded(method: str, path: str, headers: Mapping[str, str], body: str) -> bytes:
    """A request as it goes over the wire."""
    content = body.encode()
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if method != "GET":
        lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join([*lines, "", ""]).encode() + content
