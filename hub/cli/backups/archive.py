"""The file of a backup: a gzipped tar that begins with what it is and ends with what it must contain.

Its members, in this order: `about.json`; the database as SQL, in pieces `database.sql.000000` and so on, because a tar
must know a size before the bytes; `files/…`; `secret_key`; and `SHA256SUMS` of all of them. Any `tar` unpacks it.
"""

import gzip
import hashlib
import io
import re
import tarfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from pydantic import BaseModel

from hub.cli.context import Failure

FORMAT = 1
ABOUT = "about.json"
SQL = "database.sql."
FILES = "files/"
KEY = "secret_key"
SUMS = "SHA256SUMS"

CHUNK = 1024 * 1024  # bytes
# Level 3 is twice as fast as the usual 6 and makes a file that is a twentieth larger.
_LEVEL = 3
_NAME = re.compile(rf"{ABOUT}|{KEY}|{SUMS}|{re.escape(SQL)}\d{{6}}|{FILES}[0-9a-f]{{2}}/[0-9a-f-]{{36}}")


class About(BaseModel):
    """What a backup holds, as it was at the moment of its snapshot."""

    format: int
    hub: str
    made_at: datetime
    postgres: int
    migrations: list[str]
    tables: dict[str, int]
    database_bytes: int
    files: int
    files_bytes: int


class Writer:
    """Writes one backup to a stream."""

    def __init__(self, out: IO[bytes]) -> None:
        self._gzip = gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=_LEVEL)
        self._tar = tarfile.open(fileobj=self._gzip, mode="w|")  # noqa: SIM115  # closed by finish()
        self._made_at = int(time.time())
        self._sums: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """Write a member that is in memory."""
        self._add(name, io.BytesIO(content), len(content), hashlib.sha256(content).hexdigest())

    def add_file(self, name: str, path: Path, size: int, sha256: str) -> bool:
        """Write a file; False, and nothing is written, for one that is missing or not what it should be."""
        try:
            with path.open("rb") as file:
                if digest(file) != (size, sha256):
                    return False
                file.seek(0)
                self._add(name, file, size, sha256)
        except FileNotFoundError:
            return False
        return True

    def finish(self) -> None:
        """Write the sums and the end of the stream; without them nobody takes the file for a backup."""
        self.add(SUMS, _listed(self._sums).encode())
        self._tar.close()
        self._gzip.close()

    def _add(self, name: str, content: IO[bytes], size: int, sha256: str) -> None:
        member = tarfile.TarInfo(name)
        member.size = size
        member.mode = 0o600
        member.mtime = self._made_at
        self._tar.addfile(member, content)
        self._sums[name] = sha256


def digest(file: IO[bytes]) -> tuple[int, str]:
    """Size and SHA-256 in hex of what can be read from `file`."""
    hashed, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        hashed.update(chunk)
        size += len(chunk)
    return size, hashed.hexdigest()


def verify(path: Path) -> tuple[About, dict[str, str]]:
    """Read all of a backup. Returns what it says of itself and the SHA-256 of every member.

    Raises Failure for a file that is something else, is broken or cut off, or comes from a later format.
    """
    about: About | None = None
    sums: dict[str, str] = {}
    whole = False
    with members(path) as found:
        for name, content in found:
            if about is None:
                text = content.read(CHUNK)
                about = _about(path, name, text)
                sums[name] = hashlib.sha256(text).hexdigest()
            elif name == SUMS:
                whole = content.read().decode(errors="replace") == _listed(sums)
            else:
                whole = False
                sums[name] = digest(content)[1]
    if about is None or not whole:
        raise Failure(f"{path} is not whole: its contents are not what the list at its end says.")
    return about, sums


@contextmanager
def members(path: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The members of a backup in their order, each to be read before the next; Failure where it is broken."""
    try:
        with path.open("rb") as file, gzip.GzipFile(fileobj=file) as plain:
            yield _members(path, plain)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Failure(f"{path} is not a backup of a hub, or is broken: {error}") from error


def _members(path: Path, plain: gzip.GzipFile) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(fileobj=plain, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None or not _NAME.fullmatch(member.name):
                raise Failure(f"{path} is not a backup of a hub: {member.name!r} is in it.")
            yield member.name, content
    # The sum over the whole stream stands behind the tar's own end.
    while plain.read(CHUNK):
        pass


def _about(path: Path, name: str, text: bytes) -> About:
    try:
        if name != ABOUT:
            raise ValueError(name)
        about = About.model_validate_json(text)
    except ValueError as error:
        raise Failure(f"{path} is not a backup of a hub: it does not begin with {ABOUT}.") from error
    if about.format > FORMAT:
        raise Failure(f"{path} was made by hub {about.hub}, in a format that this version does not know.")
    return about


def _listed(sums: dict[str, str]) -> str:
    return "".join(f"{sha256}  {name}\n" for name, sha256 in sums.items())
