"""Sealed reports as the API takes them in and tells of them: base64 of age files, and what stands beside them."""

import base64
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from hub.api import Body, Page, Paging
from hub.text import Line
from knowledge.defects.entries import EntryBody
from knowledge.defects.forms import FilingForm
from knowledge.defects.sealed import reading
from knowledge.defects.sealed.parts import MOST_FILES, Ciphertext
from knowledge.models import EntryKind, Origin, PartKind

_MOST_REPORTS = 50


class AddresseeQuery(Body):
    """A product, by key, name, nickname or id, and whose it is."""

    product: Annotated[str, Line(100)]
    origin: Origin = Origin.OWN


class AddresseeOut(BaseModel):
    """Whom a report is sealed for: the team, its present key, and the names of those who can open it."""

    team: UUID
    name: str
    key: UUID
    generation: int
    recipient: str
    people: list[str]


class SealedWords(Body):
    """Words, sealed. `uid` is the part's; the plaintext names it, and the report's."""

    uid: UUID
    content: Ciphertext


class SealedFileIn(Body):
    """A file that was sealed, and sent to `/files` as `sealed.age`: the uid of the part, and that of the upload."""

    uid: UUID
    file: UUID


class NewSealedReport(FilingForm):
    """A sealed report. From its `uid` the reference follows; `key` is the team key that it is sealed to."""

    uid: UUID
    key: UUID
    words: SealedWords
    files: Annotated[list[SealedFileIn], Field(max_length=MOST_FILES)] = Field(default_factory=list)


class NewSealedEntry(Body):
    """A sealed note of the team, or a sealed reply of whoever reported."""

    uid: UUID
    kind: EntryKind
    key: UUID
    words: SealedWords


class NewClearReply(Body):
    """A reply of the team that is *not* sealed. `agreed` is the agreement to those who will read it."""

    uid: UUID | None = None
    body: EntryBody
    agreed: Annotated[str, Line(64)]


class ClearReaders(BaseModel):
    """Who will read a clear reply, and the agreement to exactly them."""

    people: list[str]
    agreement: str


class ReceiptOut(BaseModel):
    """What was sealed: the SHA-256 of the words' ciphertext in hex, and of each file's."""

    reference: str
    at: datetime
    digest: str
    files: list[str]


class EntryReceipt(BaseModel):
    """A sealed entry was taken in; `digest` is the SHA-256 of its ciphertext in hex."""

    uid: UUID
    at: datetime
    digest: str


class ClearReplyOut(BaseModel):
    """The clear reply as it was kept."""

    uid: UUID
    html: str
    at: datetime


class SealedPart(BaseModel):
    """A ciphertext in the age format, base64; a file's is fetched by itself.

    `report` is the uid of the report, `key` the team key that opens it, `author` the uid of who sealed it.
    """

    uid: UUID
    kind: PartKind
    report: UUID
    reference: str
    key: UUID
    entry: UUID | None
    entry_kind: EntryKind | None
    author: UUID
    at: datetime
    size: int
    digest: str
    content: str | None

    @classmethod
    def of(cls, part: reading.Part) -> Self:
        """What is told of a part."""
        return cls(
            uid=part.uid,
            kind=part.kind,
            report=part.report,
            reference=part.reference,
            key=part.key,
            entry=part.entry,
            entry_kind=part.entry_kind,
            author=part.author,
            at=part.at,
            size=part.size,
            digest=part.digest,
            content=base64.b64encode(part.content).decode() if part.content is not None else None,
        )


class SealedPartList(Page[SealedPart]):
    """Sealed words of the reports for one's teams."""


class SealedParts(BaseModel):
    """Everything sealed of one report."""

    reference: str
    report: UUID
    parts: list[SealedPart]


class PartPaging(Paging):
    """Where a page of parts begins, how long it is, and of which reports."""

    report: Annotated[
        list[UUID], Field(max_length=_MOST_REPORTS, description="Only parts of the reports with these uids.")
    ] = Field(default_factory=list)
