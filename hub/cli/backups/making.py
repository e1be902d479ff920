"""Making a backup while people work: everything is as it was at one moment.

The database is read in one snapshot. A file is complete in its folder before its row is committed, and is never changed
or deleted afterwards: so each row of the snapshot finds its file, however much later it is copied.
"""

import asyncio
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

import asyncpg

from hub.admin.system import version
from hub.cli.backups import programs
from hub.cli.backups.archive import ABOUT, FILES, FORMAT, KEY, SQL, About, Writer
from hub.cli.context import Failure
from hub.cli.schema import applied
from hub.database import now
from hub.files.operations import store
from hub.settings import Settings

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_FILES = "SELECT uid, size, sha256 FROM file ORDER BY id"


@dataclass(frozen=True)
class Kept:
    """A file as its row describes it."""

    uid: UUID
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """Its name in a backup."""
        path = store().path(self.uid)
        return f"{FILES}{path.parent.name}/{path.name}"


@dataclass(frozen=True)
class _Snapshot:
    """One moment of the database, as long as `link` keeps its transaction."""

    link: asyncpg.Connection
    name: str
    about: About
    files: list[Kept]


def make(settings: Settings, out: IO[bytes]) -> tuple[About, list[Kept]]:
    """Write a backup to `out`. Returns what it holds, and the files that are missing or damaged and so not in it."""
    # Not one coroutine: the long part would not be ended by Ctrl-C.
    with asyncio.Runner() as loop:
        snapshot = loop.run(_open_snapshot(settings))
        writer = Writer(out)
        writer.add(ABOUT, snapshot.about.model_dump_json(indent=2).encode())
        pieces = programs.dump(settings, snapshot.name, snapshot.about.postgres)
        for number, piece in enumerate(pieces):
            writer.add(f"{SQL}{number:06d}", piece)
        loop.run(snapshot.link.close())
    lacking = [
        file
        for file in snapshot.files
        if not writer.add_file(file.name, store().path(file.uid), file.size, file.sha256)
    ]
    writer.add(KEY, settings.signing_key())
    writer.finish()
    return snapshot.about, lacking


async def _open_snapshot(settings: Settings) -> _Snapshot:
    link = await programs.connect(settings)
    await link.execute("SET idle_in_transaction_session_timeout = 0")
    await link.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    migrations = await applied(link)
    if not migrations:
        raise Failure("There is nothing to back up: the database is empty.")
    files = await kept_files(link)
    tables = {row["tablename"]: await count(link, row["tablename"]) for row in await link.fetch(_TABLES)}
    about = About(
        format=FORMAT,
        hub=version(),
        made_at=now(),
        postgres=link.get_server_version().major,
        migrations=migrations,
        tables=tables,
        database_bytes=await link.fetchval("SELECT pg_database_size(current_database())"),
        files=len(files),
        files_bytes=sum(file.size for file in files),
    )
    return _Snapshot(link, await link.fetchval("SELECT pg_export_snapshot()"), about, files)


async def kept_files(link: asyncpg.Connection) -> list[Kept]:
    """Every file that has a row."""
    return [Kept(**row) for row in await link.fetch(_FILES)]


async def count(link: asyncpg.Connection, table: str) -> int:
    """How many rows a table has."""
    return int(await link.fetchval(f'SELECT count(*) FROM "{table}"'))  # noqa: S608


@contextmanager
def whole_or_nothing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that takes its name when the block has ended well; until then `path` is what it was."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        handle = os.open(partial, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise Failure(f"{partial} cannot be written: {error.strerror}") from error
    with os.fdopen(handle, "wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Failure(f"Another backup is being written to {path}.") from error
        try:
            os.fchmod(handle, 0o600)
            file.truncate()
            yield file
            file.flush()
            os.fsync(handle)
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    sync_folder(path.parent)


def standard_output() -> IO[bytes]:
    """Standard output for the bytes of a backup; Failure when it is a terminal."""
    if sys.stdout.isatty():
        raise Failure("A backup is not for a terminal: redirect it, or name a file.")
    return sys.stdout.buffer


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
