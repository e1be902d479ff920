"""The smallest websocket client that can tell when a message arrived: many of them must cost less than the server."""

import asyncio
import base64
import json
import os
import struct
import time
from collections.abc import Callable
from typing import cast

MARK = b"MARK"
_DIGITS = 6

Arrived = Callable[[int, int, int], None]


def marked(number: int) -> str:
    """The text that makes a message known to those who wait for it."""
    return f"{MARK.decode()}{number:0{_DIGITS}d}"


class Ear(asyncio.Protocol):
    """One connection to `path`, subscribed to `topics`.

    `arrived` is called with the number, the moment in nanoseconds and the size of each marked message; `ready` is set
    once the server has answered the subscription.
    """

    def __init__(self, path: str, cookie: str, topics: list[str], arrived: Arrived) -> None:
        self.ready = asyncio.get_running_loop().create_future()
        self._path = path
        self._cookie = cookie
        self._topics = topics
        self._arrived = arrived
        self._buffer = b""
        self._upgraded = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        key = base64.b64encode(os.urandom(16)).decode()
        self.transport.write(
            f"GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nCookie: {self._cookie}\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(exc or ConnectionResetError())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._upgraded:
            self._shake_hands()
        while self._upgraded and (frame := self._take_frame()):
            self._hear(*frame)

    def _shake_hands(self) -> None:
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return
        assert b" 101 " in head, head
        self._upgraded, self._buffer = True, rest
        if self._topics:
            self._send(json.dumps({"subscribe": self._topics}).encode(), 0x1)
        else:
            self.ready.set_result(None)

    def _take_frame(self) -> tuple[int, bytes] | None:
        """The opcode and the content of the next whole frame."""
        if len(self._buffer) < 2:
            return None
        length, start = self._buffer[1], 2
        if length >= 126:
            start, layout = (4, ">H") if length == 126 else (10, ">Q")
            if len(self._buffer) < start:
                return None
            [length] = struct.unpack_from(layout, self._buffer, 2)
        if len(self._buffer) < start + length:
            return None
        frame = self._buffer[0] & 0x0F, self._buffer[start : start + length]
        self._buffer = self._buffer[start + length :]
        return frame

    def _hear(self, opcode: int, content: bytes) -> None:
        if opcode == 0x9:
            self._send(content, 0xA)
        elif opcode == 0x8:
            self.transport.close()
        elif (found := content.find(MARK)) >= 0:
            digits = content[found + len(MARK) : found + len(MARK) + _DIGITS]
            self._arrived(int(digits), time.monotonic_ns(), len(content))
        elif not self.ready.done() and content.startswith(b'{"subscribed"'):
            self.ready.set_result(None)

    def _send(self, content: bytes, opcode: int) -> None:
        assert len(content) < 126
        # A mask of zeros is legal and saves the masking.
        self.transport.write(bytes([0x80 | opcode, 0x80 | len(content)]) + b"\0\0\0\0" + content)
