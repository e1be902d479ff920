"""Starting what the hub is compared with."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from tests.site import ROOT, free_port

_PATIENCE = 30  # seconds


@dataclass(frozen=True)
class Baseline:
    """A running one."""

    port: int
    pid: int


@contextmanager
def page_baseline(size: int) -> Iterator[Baseline]:
    """Pages of `size` bytes on average, rendered from memory; by the servers and settings of the hub itself."""
    port = free_port()
    uvicorn = [
        sys.executable, "-m", "uvicorn", "tests.bench.baseline_app:app", "--port", str(port),
        "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--no-server-header", "--log-level", "warning",
    ]  # fmt: skip
    environment = {**os.environ, "BASELINE_BYTES": str(size)}
    with subprocess.Popen(uvicorn, cwd=ROOT, env=environment) as process:
        try:
            wait_until_served(port)
            yield Baseline(port, process.pid)
        finally:
            process.terminate()


def wait_until_served(port: int) -> None:
    """Return when ``/healthz`` answers."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
            return
        except httpx.TransportError:
            assert time.monotonic() < deadline, "The baseline did not start."
            time.sleep(0.05)
