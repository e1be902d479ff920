"""Clients of `/live` that do what no browser does, on plain sockets."""

import asyncio
import base64
import json
import os
import random
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

PATIENCE = 20.0
# How long somebody who misbehaves holds on to a connection.
HOLD_SECONDS = 5.0


@asynccontextmanager
async def plain_socket(
    live: str, cookie: str, *, receive_buffer: int = 0
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection that has been made a websocket; what comes after that is the caller's own bytes."""
    parts = urlsplit(live)
    link = socket.socket()
    if receive_buffer:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    link.setblocking(False)
    await asyncio.get_running_loop().sock_connect(link, (parts.hostname, parts.port))
    reader, writer = await asyncio.open_connection(sock=link, limit=2**16)
    try:
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write(
            f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        async with asyncio.timeout(PATIENCE):
            head = await reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.splitlines()[0]:
            raise ConnectionRefusedError(head.splitlines()[0].decode())
        yield reader, writer
    finally:
        writer.transport.abort()


def text_frame(message: object) -> bytes:
    """What a client says, as a frame (RFC 6455, 5.2) under a mask of zeros."""
    content = json.dumps(message).encode() if not isinstance(message, bytes) else message
    length = bytes([0x80 | len(content)]) if len(content) < 126 else b"\xfe" + struct.pack(">H", len(content))
    return b"\x81" + length + bytes(4) + content


def garbage(number: int) -> bytes:
    """Frames that break the rules, each in another way; then noise, the same for the same number."""
    broken = [
        b"\x81\x05hello",  # not masked
        b"\xc1\x80" + bytes(4),  # a reserved bit
        b"\x83\x80" + bytes(4),  # an opcode that does not exist
        b"\x80\x80" + bytes(4),  # goes on with what was never begun
        b"\x89\xfe\x01\x00" + bytes(4 + 256),  # a ping that is too long
        b"\x09\x80" + bytes(4),  # a ping in pieces
        b"\x81\xff" + b"\x7f" + b"\xff" * 7 + bytes(4),  # nine exabytes to come
        b"\x81\xff" + b"\xff" * 8 + bytes(4),  # a length below zero
        b"\x88\x81" + bytes(4) + b"x",  # a close with half a code
        b"\x88\x82" + bytes(4) + b"\x03\xed",  # a close with a code that must not be sent
        b"\x81\x82" + bytes(4) + b"\xc3\x28",  # not UTF-8
        b"\x01\x81" + bytes(4) + b"{" + text_frame({"ping": 1}),  # another message inside one
        b"\x82\xfe" + struct.pack(">H", 60_000) + bytes(4 + 60_000),  # larger than allowed
        text_frame(b"[" * 4000),
        text_frame(b'{"subscribe":' + b'["thread:1",' * 300 + b"]}"),
        text_frame({"subscribe": "thread:1"}) + text_frame({"ping": 1e308}) + text_frame({"typing": [[]]}),
    ]
    if number < len(broken):
        return broken[number]
    return random.Random(number).randbytes(random.Random(number).randint(1, 20_000))


async def how_it_ends(reader: asyncio.StreamReader) -> str:
    """What comes of a connection that says nothing more: closed with a code, ended, or left open for a while."""
    try:
        async with asyncio.timeout(HOLD_SECONDS):
            while True:
                first, second = await reader.readexactly(2)
                length = second & 0x7F
                if length == 126:
                    [length] = struct.unpack(">H", await reader.readexactly(2))
                elif length == 127:
                    [length] = struct.unpack(">Q", await reader.readexactly(8))
                content = await reader.readexactly(length)
                if first & 0x0F == 0x8:
                    return f"closed {struct.unpack('>H', content[:2])[0]}"
    except TimeoutError:
        return "stays open"
    except (ConnectionError, asyncio.IncompleteReadError):
        return "ended"
