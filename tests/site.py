"""A whole hub in processes of its own, for browsers, sockets and kills."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

import httpx

from hub.embedded.processes import command_line, is_alive, running, terminate

ROOT = Path(__file__).parent.parent


class Site:
    """`hub run`, or another serving command, on a free port. `start` returns when the first page can be served."""

    def __init__(self, folder: Path, *, demo: bool = False, serving: str = "run", **environment: str) -> None:
        self.folder = folder
        self.arguments = [serving, *(["--demo"] if demo else [])]
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What every command that works on this hub needs."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        return (
            clean
            | {
                "HUB_DATA_DIR": str(self.folder),
                "HUB_PORT": str(self.port),
                "HUB_SECRET_KEY": "a key for tests",
            }
            | self._environment
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        self._process = self.spawn(*self.arguments)
        if self.arguments[0] != "worker":  # which listens nowhere
            self.wait_until_ready()

    def spawn(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start ``python -m hub …`` on this hub; whoever asks for it ends it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "run.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "hub", *arguments],
                cwd=ROOT,
                env=self.environment | environment,
                stdout=log,
                stderr=log,
            )

    def wait_until_ready(self, seconds: float = 180) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._process and self._process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                # Not listening yet; a short pause keeps the loop from burning the processor it waits for.
                time.sleep(0.05)
        raise AssertionError("The hub did not start:\n" + self.log()[-4000:])

    def stop(self) -> None:
        """End it as Ctrl-C does, its child servers included; and what a killed one left behind."""
        self.interrupt()
        for pid in (self.engine_pid, self.database_pid):
            if pid:
                terminate(pid, 10)

    def interrupt(self) -> None:
        """End it as Ctrl-C does. Child servers that other processes use live on."""
        if self._process:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(30)
            self._process = None

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        assert self._process
        self._process.kill()
        self._process.wait(10)
        self._process = None

    @property
    def pid(self) -> int:
        """The process of the hub itself, while it runs."""
        assert self._process
        return self._process.pid

    @property
    def engine_pid(self) -> int | None:
        """The Meilisearch of this hub, while it runs."""
        return self._running("meilisearch", self.folder / "meilisearch" / "data.ms")

    @property
    def database_pid(self) -> int | None:
        """The PostgreSQL of this hub, while it runs."""
        return self._running("postgres", self.folder / "postgres" / "cluster")

    def _running(self, program: str, data: Path) -> int | None:
        """The server that was started on a folder. A number noted in a file may be another program's by now."""
        for pid in running():
            name, *arguments = command_line(pid) or [""]
            if Path(name).name == program and str(data.resolve()) in arguments and is_alive(pid):
                return pid
        return None

    def command(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run ``python -m hub …`` on this hub."""
        return subprocess.run(
            [sys.executable, "-m", "hub", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def mails(self) -> list[Path]:
        """What the hub has written to its mail folder so far."""
        return sorted((self.folder / "mail").glob("*.eml"))

    def log(self) -> str:
        return (self.folder / "run.log").read_text()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
