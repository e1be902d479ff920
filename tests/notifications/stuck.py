"""A client whose receiving end is stuck."""

import asyncio
import base64
import json
import os
import socket

from tests.notifications.live import GatewayServer


async def stuck_client(gateway: GatewayServer, cookie: str, topic: str) -> socket.socket:
    """Subscribes, and never reads again."""
    client = socket.socket()
    # A small window, so that the connection is full before the test has written megabytes.
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(client, ("127.0.0.1", gateway.port))
    key = base64.b64encode(os.urandom(16)).decode()
    await loop.sock_sendall(
        client,
        (
            f"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{gateway.port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            f"Cookie: hub_session={cookie}\r\n\r\n"
        ).encode(),
    )
    assert b"101" in await loop.sock_recv(client, 1024)
    message = json.dumps({"subscribe": [topic]}).encode()
    await loop.sock_sendall(client, bytes([0x81, 0x80 | len(message)]) + b"\0\0\0\0" + message)
    return client
