"""What reviewers' browsers are given to open, and what reporters keep as a receipt."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from hub.api import Moment, decode_cursor, encode_cursor
from hub.errors import NotFound
from hub.files.operations import store
from hub.identity import Reader
from knowledge.articles.writing import require
from knowledge.defects import looks, policy
from knowledge.models import Defect, DefectEntry, EntryKind, LookAct, PartKind, SealedPart

_COLUMNS = {
    "uid": "uid",
    "kind": "kind",
    "key": "key__uid",
    "digest": "digest",
    "size": "size",
    "content": "content",
    "at": "created_at",
    "defect_id": "defect_id",
    "report": "defect__uid",
    "reference": "defect__reference",
    "reporter_id": "defect__author_id",
    "reporter": "defect__author__uid",
    "entry": "entry__uid",
    "entry_kind": "entry__kind",
    "writer": "entry__author__uid",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part as a reviewer's browser gets it. A file's `content` is fetched by itself; `writer` is that of an entry."""

    uid: UUID
    kind: PartKind
    key: UUID
    digest: str
    size: int
    content: bytes | None
    at: datetime
    defect_id: int
    report: UUID
    reference: str
    reporter_id: int
    reporter: UUID
    entry: UUID | None
    entry_kind: EntryKind | None
    writer: UUID | None

    @property
    def author(self) -> UUID:
        return self.writer or self.reporter


class _Report(NamedTuple):
    id: int
    author_id: int


@dataclass(frozen=True)
class Receipt:
    """What somebody sealed and sent: when, and the SHA-256 of each ciphertext in hex, the words' first."""

    reference: str
    at: datetime
    digest: str
    files: list[str]


async def words_page(
    reader: Reader, cursor: str | None, limit: int, *, reports: Collection[UUID] = ()
) -> tuple[list[Part], str | None]:
    """Words of sealed reports and entries for the teams of `reader`, newest first, and the cursor of the next page.

    `reports` are the uids of those that are wanted, if not all are. It is noted that they were served.
    """
    rows = SealedPart.filter(
        defect__team_id__in=list(reader.group_ids), kind__in=[PartKind.REPORT, PartKind.ENTRY]
    )
    if reports:
        rows = rows.filter(defect__uid__in=list(reports))
    if cursor:
        at, uid = decode_cursor(cursor, tuple[Moment, UUID])
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, uid__lt=uid))
    # Sorted and cut before the ciphertexts are read, which are far larger than the rest.
    found = await rows.order_by("-created_at", "-uid").limit(limit + 1).values_list("id", flat=True)
    parts = await _parts(SealedPart.filter(id__in=list(found[:limit])).order_by("-created_at", "-uid"))
    await _served(reader, parts)
    more = (
        encode_cursor(parts[-1].at.isoformat(), str(parts[-1].uid)) if parts and len(found) > limit else None
    )
    return parts, more


async def parts_of(reader: Reader, defect: Defect) -> list[Part]:
    """Everything sealed of one report, in order; Forbidden for those who have no key. That it was served is noted."""
    require(policy.may_review(reader, defect))
    parts = await _parts(SealedPart.filter(defect_id=defect.id).order_by("id"))
    await _served(reader, parts)
    return parts


async def ciphertext_of(reader: Reader, defect: Defect, uid: UUID) -> tuple[int, AsyncIterator[bytes]]:
    """The size of one part and its bytes; errors and what is noted as in `parts_of`."""
    require(policy.may_review(reader, defect))
    part = await SealedPart.filter(defect_id=defect.id, uid=uid).select_related("file").first()
    if part is None:
        raise NotFound
    await looks.saw(reader, [defect], LookAct.SERVED)
    return part.size, store().read(part.file.uid) if part.file else _at_once(part.content or b"")


async def receipt_of(defect: Defect) -> Receipt:
    """The receipt of a sealed report; sealing it to another key does not change it. NotFound for one in the clear."""
    parts = SealedPart.filter(defect_id=defect.id, entry_id=None).order_by("id")
    rows = await parts.only("id", "kind", "first_digest", "created_at")
    words = next((part for part in rows if part.kind is PartKind.REPORT), None)
    if words is None:
        raise NotFound
    files = [part.first_digest for part in rows if part.kind is PartKind.FILE]
    return Receipt(defect.reference, words.created_at, words.first_digest, files)


async def digests_of(entries: Sequence[DefectEntry]) -> dict[int, str]:
    """The digest on the receipt of each sealed entry by its id."""
    ids = [entry.id for entry in entries if entry.sealed]
    parts: list[tuple[int, str]] = (
        await SealedPart.filter(entry_id__in=ids).values_list("entry_id", "first_digest") if ids else []
    )
    return dict(parts)


async def _parts(rows: QuerySet[SealedPart]) -> list[Part]:
    return [Part(**row) for row in await rows.values(**_COLUMNS)]


async def _served(reader: Reader, parts: Sequence[Part]) -> None:
    reports = {_Report(part.defect_id, part.reporter_id) for part in parts}
    await looks.saw(reader, reports, LookAct.SERVED)


async def _at_once(content: bytes) -> AsyncIterator[bytes]:
    yield content
