"""For both child servers: who still uses one, which processes live (Linux: by /proc), bounded logs."""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_LOG_LIMIT = 10_000_000  # bytes


class ServerFailed(RuntimeError):
    """A child server did not start or stop; the message names its log."""


class Handles:
    """Counts the processes that use a server by file locks, which the kernel drops even after `kill -9`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._changing = folder / "changing.lock"
        self._users = folder / "users.lock"
        self._held: IO[bytes] | None = None

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Only one process at a time starts, adopts or stops the server."""
        with _open_private(self._changing) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def join(self) -> None:
        """Become a user. Call within `changing()`."""
        self._held = _open_private(self._users)
        fcntl.flock(self._held, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Stop being a user; true for the last one. Call within `changing()`; later calls answer false."""
        if self._held is None:
            return False
        held, self._held = self._held, None
        with held:
            fcntl.flock(held, fcntl.LOCK_UN)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True


def is_alive(pid: int) -> bool:
    """Whether the process runs. One that ended but was not reaped does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        status = Path(f"/proc/{pid}/stat").read_text(errors="replace")
        threads = os.listdir(f"/proc/{pid}/task")
    except (FileNotFoundError, ProcessLookupError):
        return False
    # While other threads are still ending, the files and ports are not free.
    return status.rpartition(")")[2].split()[0] not in "ZX" or len(threads) > 1


def command_line(pid: int) -> list[str]:
    """The arguments of a process; empty when it is gone or its arguments cannot be read."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
    except OSError:
        return []


def running() -> Iterator[int]:
    """The ids of all processes of this machine that can be seen."""
    yield from (int(name) for name in os.listdir("/proc") if name.isdigit())


def terminate(pid: int, patience: float) -> None:
    """Ask the process to end, and kill it after `patience` seconds. Returns when it is gone."""
    for sent in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, sent)
        except ProcessLookupError:
            return
        if wait_until(lambda: not is_alive(pid), patience):
            return
    raise ServerFailed(f"Process {pid} does not end.")


def wait_until(condition: Callable[[], bool], patience: float) -> bool:
    """Ask `condition` until it is true or `patience` seconds have passed; the last answer."""
    deadline = time.monotonic() + patience
    pause = 0.002
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
        pause = min(pause * 1.5, 0.1)
    return True


def bounded_log(path: Path) -> IO[bytes]:
    """Open a log for appending; one that has grown past 10 MB begins anew, its predecessor is kept once."""
    if path.exists() and path.stat().st_size > _LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return _open_private(path)


def _open_private(path: Path) -> IO[bytes]:
    return open(path, "ab", opener=lambda name, flags: os.open(name, flags, 0o600))
