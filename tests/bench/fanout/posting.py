"""Posting over HTTP: a reply to the hub, a message to the baseline."""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode
from uuid import uuid4

from tests.bench.fanout.ear import marked
from tests.bench.fanout.people import WORDS
from tests.site import free_port


def reply(port: int, cookie: str, case: int, number: int) -> None:
    """Send the form below a case, as a browser does."""
    form = urlencode({"body": f"{marked(number)} {WORDS * 3}", "uid": str(uuid4())})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    _request(port, "POST", f"/threads/{case}/replies", form, headers, expected=303)


def broadcast(port: int, number: int, size: int) -> None:
    """Have the baseline send everybody that many bytes."""
    _request(
        port, "GET", "/post?" + urlencode({"text": marked(number), "size": size}), None, {}, expected=200
    )


@contextmanager
def baseline() -> Iterator[tuple[int, int]]:
    """The port and the process of a baseline server."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.baseline_ws", str(port)])
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(10)


def _request(
    port: int, method: str, path: str, body: str | None, headers: dict[str, str], *, expected: int
) -> None:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        link.request(method, path, body, headers)
        answer = link.getresponse()
        content = answer.read()
        assert answer.status == expected, (answer.status, content[:500])
    finally:
        link.close()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            return broadcast(port, 0, 10)
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            # Not listening yet.
            time.sleep(0.05)
