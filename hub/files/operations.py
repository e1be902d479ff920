"""Taking files in."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from starlette.datastructures import UploadFile

from hub import audit
from hub.database import in_transaction, new_uid, one_writer_of
from hub.errors import InvalidInput, TooLarge, UidTaken
from hub.files.images import examine
from hub.files.models import File
from hub.files.sniffing import SEALED, clean_name, sniff
from hub.files.storage import FolderStore
from hub.i18n import _
from hub.identity import Reader
from hub.settings import get_settings

CHUNK = 256 * 1024
HEAD = 64 * 1024
# The age format adds 16 bytes to each 64 KiB, and a header with a line or two for each who can open it.
_SEALED_PIECES = 4096
_SEALED_HEADER = 4096


def sealed_size(size: int) -> int:
    """The most bytes that a file of `size` bytes has when it is sealed."""
    return size + size // _SEALED_PIECES + _SEALED_HEADER


def store() -> FolderStore:
    """Where the bytes of files lie."""
    return FolderStore(get_settings().data_dir / "files")


async def upload(actor: Reader, sent: UploadFile, *, uid: UUID | None = None) -> File:
    """Keep an uploaded file. It belongs to `actor` alone until something that others may read refers to it.

    The type is found from the content, whatever the browser says. Pictures lose the place they were taken at.
    Raises TooLarge, InvalidInput for an empty file or a broken picture, UidTaken when `uid` names another file.
    """
    head = await sent.read(HEAD)
    if not head:
        raise InvalidInput({"file": _("This file is empty.")})
    name = clean_name(sent.filename or "")
    kind = sniff(head, name)
    limit = get_settings().max_upload
    if kind.mime == SEALED:
        limit = sealed_size(limit)
    if sent.size is not None and sent.size > limit:
        raise TooLarge(limit)
    await sent.seek(0)
    picture = await examine(sent.file, kind) if kind.inline else None
    file_uid = uid or new_uid()
    source = BytesIO(picture.content) if picture and picture.content else sent.file
    async with in_transaction():
        await one_writer_of(file_uid)
        if existing := await File.get_or_none(uid=file_uid):
            return await _same(existing, actor, name, source)
        stored = await store().put(file_uid, _chunks(source), limit=limit)
        file = await File.create(
            uid=file_uid,
            owner_id=actor.id,
            name=name,
            mime=kind.mime,
            inline=kind.inline,
            size=stored.size,
            sha256=stored.sha256,
            width=picture.width if picture else None,
            height=picture.height if picture else None,
        )
        await audit.log(actor, "file.uploaded", "file", file.id)
    return file


async def _same(existing: File, actor: Reader, name: str, source: BinaryIO) -> File:
    digest = hashlib.sha256()
    async for chunk in _chunks(source):
        digest.update(chunk)
    if (existing.owner_id, existing.name, existing.sha256) != (actor.id, name, digest.hexdigest()):
        raise UidTaken
    return existing


async def _chunks(source: BinaryIO) -> AsyncIterator[bytes]:
    while chunk := await asyncio.to_thread(source.read, CHUNK):
        yield chunk
