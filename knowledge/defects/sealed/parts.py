"""Ciphertexts: checked as they come in, kept as they are, replaced when they are sealed to another key."""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import PlainValidator, WithJsonSchema
from tortoise.exceptions import IntegrityError

from hub.database import in_transaction
from hub.errors import InvalidInput, UidTaken
from hub.files.attaching import attach
from hub.files.models import Attachment, File
from hub.files.sniffing import SEALED
from hub.files.unused import SEALED_NAME
from hub.i18n import _
from hub.identity import Reader
from hub.pages.forms import told
from knowledge.defects.sealed.errors import PartChanged
from knowledge.models import Defect, DefectEntry, PartKind, SealedPart, TeamKey

ATTACHED = "sealed_part"
LARGEST = 256 * 1024  # bytes of ciphertext
MOST_FILES = 20

# The first line of the age format, and the beginning of the last one of its header.
_BEGINNING = b"age-encryption.org/v1\n-> "
_END_OF_HEADER = b"\n--- "
_LONGEST_HEADER = 4096


def _ciphertext(sent: object) -> bytes:
    try:
        content = base64.b64decode(sent if isinstance(sent, str) else "", validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if not content.startswith(_BEGINNING) or _END_OF_HEADER not in content[:_LONGEST_HEADER]:
        raise told(_("This is not sealed."))
    if len(content) > LARGEST:
        raise told(
            _("This is too long: sealed, at most %(limit)s KB are allowed.") % {"limit": LARGEST // 1024}
        )
    return content


# Base64 in JSON. What it says nobody here can know; that it is sealed at all can be seen.
Ciphertext = Annotated[
    bytes,
    PlainValidator(_ciphertext),
    WithJsonSchema({"type": "string", "contentEncoding": "base64", "maxLength": LARGEST * 4 // 3 + 4}),
]


@dataclass(frozen=True)
class Words:
    """What a browser sealed of a report or an entry. `uid` is the part's, which the plaintext names, too."""

    uid: UUID
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class SentFile:
    """A sealed file that was sent in before: `uid` is the part's, `file` the upload's."""

    uid: UUID
    file: UUID


async def keep_words(
    defect: Defect, key: TeamKey, words: Words, at: datetime, *, entry: DefectEntry | None = None
) -> SealedPart:
    """Keep the words of a report, or of an entry below it; call it in the transaction that writes those."""
    try:
        async with in_transaction():
            return await SealedPart.create(
                uid=words.uid,
                defect=defect,
                entry=entry,
                kind=PartKind.ENTRY if entry else PartKind.REPORT,
                key=key,
                content=words.content,
                size=len(words.content),
                digest=words.digest,
                first_digest=words.digest,
                created_at=at,
            )
    except IntegrityError as error:
        raise UidTaken from error


async def keep_files(
    actor: Reader, defect: Defect, key: TeamKey, sent: Sequence[SentFile], at: datetime
) -> None:
    """Make sealed files that `actor` sent in parts of a report. From then on they are not to be had at ``/files``."""
    files = await unused_files(actor, [one.file for one in sent])
    for one in sent:
        file = files[one.file]
        try:
            async with in_transaction():
                part = await SealedPart.create(
                    uid=one.uid,
                    defect=defect,
                    kind=PartKind.FILE,
                    key=key,
                    file=file,
                    size=file.size,
                    digest=file.sha256,
                    first_digest=file.sha256,
                    created_at=at,
                )
        except IntegrityError as error:
            raise UidTaken from error
        await attach(actor, ATTACHED, part.id, [file.uid])


async def unused_files(actor: Reader, uids: Iterable[UUID]) -> dict[UUID, File]:
    """The sealed files by uid, which `actor` sent in and nothing uses yet; InvalidInput when one is something else."""
    wanted = list(uids)
    if not wanted:
        return {}
    mine = File.filter(uid__in=wanted, owner_id=actor.id, mime=SEALED, name=SEALED_NAME)
    found = {file.uid: file for file in await mine.order_by("id").select_for_update(no_key=True)}
    used = await Attachment.filter(file_id__in=[file.id for file in found.values()]).exists()
    if used or len(found) != len(wanted):
        raise InvalidInput({"files": _("A sealed file is missing. Please choose the files again.")})
    return found


async def replace(
    actor: Reader,
    part: SealedPart,
    key: TeamKey,
    *,
    was: str,
    content: bytes | None = None,
    file: UUID | None = None,
) -> SealedPart:
    """Put what a reviewer's browser sealed to `key` in the place of a part; its receipt stays true.

    Words are given as `content`, a file as the upload's uid. `was` is the digest of what the browser opened:
    PartChanged when somebody else was faster. The former file goes with the next tidying.
    """
    async with in_transaction():
        current = await SealedPart.filter(id=part.id).select_for_update(no_key=True).get()
        if current.digest != was:
            raise PartChanged
        if (content is None) == (current.kind is not PartKind.FILE) or (content is None) == (file is None):
            raise InvalidInput({"content": _("This is not sealed.")})
        if file is not None:
            upload = (await unused_files(actor, [file]))[file]
            current.file_id, current.size, current.digest = upload.id, upload.size, upload.sha256
            await attach(actor, ATTACHED, current.id, [upload.uid])
        elif content is not None:
            current.content, current.size = content, len(content)
            current.digest = hashlib.sha256(content).hexdigest()
        current.key_id = key.id
        await current.save(update_fields=["content", "file_id", "size", "digest", "key_id"])
    return current
