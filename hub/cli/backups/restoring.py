"""Putting a backup in place of what is there.

Everything is made ready beside the present hub: a database of its own, filled, brought up to date and counted; and the
files, which take their places among the present ones, since no two have the same name. Then the databases change names
in one transaction. Until that moment the hub is what it was; from it on, it is the backup.
"""

import asyncio
import hashlib
import os
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hub.cli import schema
from hub.cli.backups import databases, programs
from hub.cli.backups.archive import CHUNK, FILES, KEY, SQL, About, members, verify
from hub.cli.backups.making import Kept, count, kept_files
from hub.cli.backups.renewing import Owed, renew
from hub.cli.context import Failure
from hub.files.operations import store
from hub.settings import Settings, use_settings


@dataclass(frozen=True)
class Restored:
    """What came of a restore: the files that were not in the backup, and what was owed when it was made."""

    lacking: list[Kept]
    owed: Owed


def check(path: Path, settings: Settings) -> tuple[About, dict[str, str]]:
    """Read all of a backup and see whether it fits here; changes nothing. Returns the SHA-256 of its members.

    Raises Failure, also when a key that is set is not the one in the backup.
    """
    about, sums = verify(path)
    if later := set(about.migrations) - set(schema.known()):
        raise Failure(f"{path} is from a later version, hub {about.hub}: it has {', '.join(sorted(later))}.")
    if settings.secret_key and hashlib.sha256(settings.secret_key.encode()).hexdigest() != sums.get(KEY):
        raise Failure("HUB_SECRET_KEY is not the key of this backup. Unset it, or set it to that of the hub.")
    needed = about.files_bytes + (0 if settings.database_url else about.database_bytes)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free
    if free < needed:
        raise Failure(f"{settings.data_dir} has room for {free:,} bytes; this backup needs {needed:,}.")
    return about, sums


def restore(
    path: Path, about: About, sums: dict[str, str], settings: Settings, *, replace: bool, moved: bool
) -> Restored:
    """Put a checked backup in place. Failure, and nothing is changed, when the hub runs or must not be replaced.

    `moved` says that nothing happened in the hub after the backup was made.
    """
    with asyncio.Runner() as loop:
        server = loop.run(databases.examine(settings, replace=replace))
        loop.run(databases.create_beside(settings))
        try:
            fresh = databases.beside(settings)
            key = _unpack(path, fresh, server)
            files = loop.run(_check_contents(fresh, about))
            # The key belongs to the data, and some of the data to the key.
            fresh = fresh.model_copy(update={"secret_key": key.decode()})
            use_settings(fresh)
            owed = loop.run(renew(fresh, moved=moved))
            # The files that the database names must survive a power cut as it does.
            os.sync()
            loop.run(databases.swap(settings))
        except BaseException:
            loop.run(databases.drop_beside(settings))
            raise
    if not settings.secret_key:
        _keep_key(settings.data_dir / "secret_key", key)
    _remove_strangers(files)
    return Restored([file for file in files if sums.get(file.name) != file.sha256], owed)


def _unpack(path: Path, fresh: Settings, server: int) -> bytes:
    """The SQL into the new database, the files among the present ones. Returns the key."""
    key = b""
    with members(path) as found, ExitStack() as stack:
        sql: IO[bytes] | None = None
        for name, content in found:
            if name.startswith(SQL):
                if sql is None:
                    sql = stack.enter_context(programs.loading(fresh, server))
                    sql.write(programs.fitting(content.read(CHUNK), server))
                shutil.copyfileobj(content, sql, CHUNK)
                continue
            # Ends psql, and raises what it has to say.
            stack.close()
            if name.startswith(FILES):
                _place(store().root / name.removeprefix(FILES), content)
            elif name == KEY:
                key = content.read()
    return key


def _place(target: Path, content: IO[bytes]) -> None:
    """Write a file. If there is one, it is the same: its name is given once, and it is never changed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix="new-")
    with os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(content, file, CHUNK)
    Path(name).replace(target)


async def _check_contents(fresh: Settings, about: About) -> list[Kept]:
    """Every table must have the rows that it had. Returns the rows of the files."""
    link = await programs.connect(fresh)
    try:
        for table, rows in about.tables.items():
            if (found := await count(link, table)) != rows:
                raise Failure(f"Of the {rows} rows of {table} only {found} arrived. Nothing was changed.")
        return await kept_files(link)
    finally:
        await link.close()


def _keep_key(path: Path, key: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.restored")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(key)
    unfinished.replace(path)


def _remove_strangers(files: list[Kept]) -> None:
    """Remove the files of the hub that was replaced: no row names them any more, so nobody could ever read them."""
    named = {str(file.uid) for file in files}
    for path in store().root.glob("??/*"):
        if path.name not in named:
            path.unlink()
