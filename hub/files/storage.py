"""Where the bytes of files lie: a folder, written so that a crash leaves either the whole file or none."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path
from typing import Protocol
from uuid import UUID

from hub.errors import NotFound, TooLarge

CHUNK = 256 * 1024


@dataclass(frozen=True)
class Stored:
    """What was written: its size in bytes and the SHA-256 of its content in hex."""

    size: int
    sha256: str


class FileStore(Protocol):
    """Keeps bytes under a uid."""

    async def put(self, uid: UUID, chunks: AsyncIterator[bytes], *, limit: int) -> Stored:
        """Write everything or, beyond `limit` bytes (TooLarge) or after a failure, nothing."""

    def read(self, uid: UUID) -> AsyncIterator[bytes]:
        """The bytes in chunks; NotFound when there are none."""


class FolderStore:
    """A file store in a folder. Addresses are made of uids alone, so nothing outside the folder can be named."""

    def __init__(self, root: Path) -> None:
        self.root = root

    async def put(self, uid: UUID, chunks: AsyncIterator[bytes], *, limit: int) -> Stored:
        target = self.path(uid)
        await asyncio.to_thread(target.parent.mkdir, parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, name = await asyncio.to_thread(tempfile.mkstemp, dir=target.parent, prefix="new-")
        written = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > limit:
                        raise TooLarge(limit)
                    digest.update(chunk)
                    await asyncio.to_thread(file.write, chunk)
                await asyncio.to_thread(_flush, file)
            await asyncio.to_thread(written.replace, target)
        finally:
            await asyncio.to_thread(written.unlink, missing_ok=True)
        return Stored(size, digest.hexdigest())

    async def read(self, uid: UUID) -> AsyncIterator[bytes]:
        try:
            file = await asyncio.to_thread(self.path(uid).open, "rb")
        except FileNotFoundError as error:
            raise NotFound from error
        with file:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk

    def path(self, uid: UUID) -> Path:
        """Where the bytes of a file lie, or would."""
        # The last digits of a UUIDv7 are random, so the folders fill evenly.
        return self.root / uid.hex[-2:] / str(uid)


def _flush(file: BufferedWriter) -> None:
    file.flush()
    os.fsync(file.fileno())
