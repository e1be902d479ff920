"""Files in a folder: whole or not at all."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from hub.errors import NotFound, TooLarge
from hub.files.storage import FolderStore

UID = UUID("01890f6e-7b5c-7cc0-98c4-dc0c0c07398f")


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def content(store: FolderStore, uid: UUID = UID) -> bytes:
    return b"".join([chunk async for chunk in store.read(uid)])


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


async def test_what_is_put_is_read_again(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    big = bytes(range(256)) * 4096
    stored = await store.put(UID, stream(b"head", b"", big), limit=len(big) + 4)
    assert (stored.size, stored.sha256) == (len(big) + 4, hashlib.sha256(b"head" + big).hexdigest())
    assert await content(store) == b"head" + big
    assert [path.name for path in files(tmp_path)] == [str(UID)]


async def test_putting_again_replaces(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    await store.put(UID, stream(b"old content"), limit=100)
    await store.put(UID, stream(b"new"), limit=100)
    assert await content(store) == b"new"


async def test_too_large_a_file_leaves_nothing(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    with pytest.raises(TooLarge):
        await store.put(UID, stream(b"12345", b"67890", b"!"), limit=10)
    assert files(tmp_path) == []
    with pytest.raises(NotFound):
        await content(store)
    await store.put(UID, stream(b"1234567890"), limit=10)
    assert await content(store) == b"1234567890"


async def test_a_broken_stream_leaves_what_was_there(tmp_path: Path) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionError

    store = FolderStore(tmp_path)
    await store.put(UID, stream(b"whole"), limit=100)
    with pytest.raises(ConnectionError):
        await store.put(UID, breaking(), limit=100)
    assert await content(store) == b"whole"
    assert len(files(tmp_path)) == 1


async def test_a_sender_who_goes_away_leaves_nothing(tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def waiting() -> AsyncIterator[bytes]:
        yield b"half"
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.ensure_future(FolderStore(tmp_path).put(UID, waiting(), limit=100))
    await begun.wait()
    assert len(files(tmp_path)) == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert files(tmp_path) == []


async def test_what_was_never_put_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await content(FolderStore(tmp_path))


async def test_files_lie_inside_the_folder_whatever_their_uid(tmp_path: Path) -> None:
    root = tmp_path / "files"
    store = FolderStore(root)
    for number in (0, 1, 2**128 - 1):
        await store.put(UUID(int=number), stream(b"x"), limit=1)
    assert len(files(root)) == len(files(tmp_path)) == 3
