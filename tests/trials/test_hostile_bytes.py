"""Bytes on the wire that are no proper HTTP, or carry bytes that are no text, against a running hub."""

import socket

import httpx
import pytest

from tests.site import Site

pytestmark = pytest.mark.pure

PLAIN = b"Host: hub\r\nConnection: close\r\n"

REFUSED = [
    b"GARBAGE\r\n\r\n",
    b"GET / HTTP/9.9\r\n" + PLAIN + b"\r\n",
    b"GET /\x00 HTTP/1.1\r\n" + PLAIN + b"\r\n",
    b"GET / HTTP/1.1\r\nBad Header: x\r\n" + PLAIN + b"\r\n",
    b"GET / HTTP/1.1\r\nX: a\x00b\r\n" + PLAIN + b"\r\n",
    b"POST /threads HTTP/1.1\r\nContent-Length: -1\r\n" + PLAIN + b"\r\n",
    b"POST /threads HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n" + PLAIN + b"\r\n",
    b"POST /threads HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n" + PLAIN + b"\r\nx",
    b"POST /threads HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + PLAIN + b"\r\nzz\r\n",
]
ANSWERED = [
    b"GET / HTTP/1.1\r\nCookie: hub_session=\xff\xfe; \x80=\x81; hub_locale=\xc3\x28\r\n" + PLAIN + b"\r\n",
    b"GET / HTTP/1.1\r\nAuthorization: Bearer \xff\xfe\xfd\r\n" + PLAIN + b"\r\n",
    b"GET / HTTP/1.1\r\nAccept-Language: \xff\xfe;q=\xfd\r\n" + PLAIN + b"\r\n",
    b"GET / HTTP/1.1\r\nConnection: close\r\nHost: \xff[::1\r\n\r\n",
    b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    b"GET /search?q=\xff\xfe HTTP/1.1\r\n" + PLAIN + b"\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\n" + PLAIN + b"\r\n",
    b"GET /people/%ff%fe%00 HTTP/1.1\r\n" + PLAIN + b"\r\n",
    b"GET //evil.example/..%2f..%2f HTTP/1.1\r\n" + PLAIN + b"\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\n" + PLAIN + b"\r\n",
    b"OPTIONS * HTTP/1.1\r\n" + PLAIN + b"\r\n",
    b"GET /live HTTP/1.1\r\nHost: hub\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: \xff\r\n\r\n",
    b"POST /session HTTP/1.1\r\nOrigin: http://[\r\nContent-Length: 0\r\n" + PLAIN + b"\r\n",
    b"POST /session HTTP/1.1\r\nContent-Type: \xff/\xfe; charset=\xfd\r\nContent-Length: 2\r\n"
    + PLAIN
    + b"\r\n{}",
]


def status(site: Site, request: bytes) -> int:
    """The status of the answer; 0 when the connection is closed without one."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as connection:
        connection.sendall(request)
        line = connection.makefile("rb").readline()
    return int(line.split()[1]) if line else 0


def test_broken_bytes_are_refused_and_strange_ones_answered(site: Site) -> None:
    refused = {request: status(site, request) for request in REFUSED}
    assert {request for request, found in refused.items() if found not in range(400, 500) and found} == set()
    answered = {request: status(site, request) for request in ANSWERED}
    assert {request: found for request, found in answered.items() if found not in range(200, 500)} == {}
    assert httpx.get(f"{site.url}/healthz").status_code == 200
