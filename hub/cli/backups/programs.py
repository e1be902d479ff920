"""PostgreSQL's own programs, pg_dump and psql: which ones, and on which database."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import asyncpg

from hub.cli.context import Failure
from hub.database import credentials
from hub.embedded.postgres import binaries
from hub.settings import Settings

_LONGEST_WORDS = 2000
PIECE = 8 * 1024 * 1024  # bytes of SQL in one member of a backup

# pg_dump sets it, and servers before 17 do not know it.
_UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"


async def connect(settings: Settings, database: str = "") -> asyncpg.Connection:
    """A connection of its own, to the hub's database or to another one on its server; Failure when it is refused."""
    wanted = credentials(settings) | ({"database": database} if database else {})
    try:
        return await asyncpg.connect(**wanted, server_settings={"application_name": "hub backup"})
    except (OSError, asyncpg.PostgresError) as error:
        raise Failure(f"The database cannot be reached: {error}") from error


def dump(settings: Settings, snapshot: str, server: int) -> Iterator[bytes]:
    """The database as SQL, as it was at a snapshot, in pieces. `server` is the server's major version."""
    command = [
        _program("pg_dump", server),
        f"--snapshot={snapshot}", "--format=plain", "--encoding=UTF8",
        "--no-owner", "--no-privileges", "--no-tablespaces", "--no-publications", "--no-subscriptions",
    ]  # fmt: skip
    with _running(command, settings, subprocess.DEVNULL, subprocess.PIPE) as process:
        assert process.stdout
        while piece := process.stdout.read(PIECE):
            yield piece


@contextmanager
def loading(settings: Settings, server: int) -> Iterator[IO[bytes]]:
    """Take SQL into the database; Failure when the block ends and something was refused."""
    command = [
        _program("psql", server),
        "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
    ]  # fmt: skip
    with _running(command, settings, subprocess.PIPE, subprocess.DEVNULL) as process:
        assert process.stdin
        with process.stdin:
            yield process.stdin


def fitting(piece: bytes, server: int) -> bytes:
    """The first piece of a dump without what an older server would refuse."""
    return piece if server >= 17 else piece.replace(_UNKNOWN_BEFORE_17, b"", 1)


@contextmanager
def _running(
    command: list[Any], settings: Settings, stdin: int, stdout: int
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program for the length of the block; Failure with its words when it fails."""
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(  # noqa: S603
            command, stdin=stdin, stdout=stdout, stderr=words, env=_environment(settings)
        )
        try:
            # A program that no longer reads has ended early; its exit code and words say why.
            with suppress(BrokenPipeError):
                yield process
            code = process.wait()
        finally:
            process.kill()
            process.wait()
        if code:
            words.seek(0)
            said = words.read().decode(errors="replace").strip()
            raise Failure(f"{Path(command[0]).name} failed: {said[-_LONGEST_WORDS:]}")


def _program(name: str, server: int) -> Path:
    """The program of the server's own version, else the newest; Failure when the server is newer than both.

    There may be one in PATH; one came with the hub's own PostgreSQL.
    """
    found = [Path(path) for path in (shutil.which(name), shutil.which(name, path=binaries())) if path]
    versions = {path: _version(path) for path in found}
    best = max(found, key=lambda path: (versions[path] == server, versions[path]), default=None)
    if best is None or versions[best] < server:
        raise Failure(
            f"The server is PostgreSQL {server}, and no {name} of that version is here: put one into the PATH."
        )
    return best


def _version(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    return int(found[1]) if found else 0


def _environment(settings: Settings) -> dict[str, str]:
    """The way to the database, without the caller's PG* variables; a password is not visible to other accounts."""
    known = credentials(settings)
    variables = {
        "PGHOST": known["host"], "PGPORT": known["port"], "PGUSER": known["user"],
        "PGPASSWORD": known["password"], "PGDATABASE": known["database"],
    }  # fmt: skip
    if known.get("ssl"):
        variables["PGSSLMODE"] = "require"
    own = {name: str(value) for name, value in variables.items() if value}
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"} | own
