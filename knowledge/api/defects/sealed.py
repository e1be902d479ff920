"""Sealed reports in the API: ciphertext in, ciphertext out. Browsers seal and open; so can any program with ``age``."""

import base64
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from hub.api import ApiRoute, Body, Page, Paging, answer, parse_body, parse_query
from hub.errors import Forbidden, UidTaken
from hub.identity import reader_of
from hub.text import Line
from hub.vocabulary.models import Facet
from hub.vocabulary.queries import find_terms
from knowledge.defects.entries import EntryBody
from knowledge.defects.filing import Filing
from knowledge.defects.forms import FilingForm
from knowledge.defects.queries import find_defect
from knowledge.defects.sealed import answering, keys, reading, reporting
from knowledge.defects.sealed.errors import KeyChanged, ReadersChanged
from knowledge.defects.sealed.parts import MOST_FILES, Ciphertext, SentFile, Words
from knowledge.errors import TooManyComments
from knowledge.models import Defect, EntryKind, Origin, PartKind, Severity

_NO_STORE = {"Cache-Control": "no-store"}
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


async def addressee(request: Request) -> Response:
    reader_of(request)
    wanted = parse_query(request, AddresseeQuery)
    [product] = await find_terms(Facet.PRODUCT, [wanted.product])
    found = await keys.addressee(product, wanted.origin)
    return answer(
        AddresseeOut(
            team=found.team.uid,
            name=found.team.name,
            key=found.key.uid,
            generation=found.key.generation,
            recipient=found.key.recipient,
            people=[person.name for person in found.people],
        )
    )


async def create(request: Request) -> Response:
    body = await parse_body(request, NewSealedReport)
    filing = Filing(
        product=await body.chosen_product(),
        origin=body.origin,
        kind=body.kind,
        severity=Severity[body.severity.upper()],
    )
    words = Words(body.words.uid, body.words.content)
    files = [SentFile(one.uid, one.file) for one in body.files]
    defect = await reporting.report(reader_of(request), body.uid, filing, body.key, words, files)
    return await _receipt(defect, 201)


async def receipt(request: Request) -> Response:
    defect = await find_defect(reader_of(request), request.path_params["reference"])
    return await _receipt(defect)


async def index(request: Request) -> Response:
    wanted = parse_query(request, PartPaging)
    reader = reader_of(request)
    parts, cursor = await reading.words_page(reader, wanted.cursor, wanted.limit, reports=wanted.report)
    return _kept_nowhere(answer(SealedPartList(items=[_out(part) for part in parts], next_cursor=cursor)))


async def show(request: Request) -> Response:
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    parts = await reading.parts_of(reader, defect)
    out = SealedParts(reference=defect.reference, report=defect.uid, parts=[_out(part) for part in parts])
    return _kept_nowhere(answer(out))


async def download(request: Request) -> Response:
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    size, chunks = await reading.ciphertext_of(reader, defect, request.path_params["uid"])
    headers = {"Content-Length": str(size), "Content-Disposition": 'attachment; filename="sealed.age"'}
    return StreamingResponse(chunks, media_type="application/octet-stream", headers=_NO_STORE | headers)


async def create_entry(request: Request) -> Response:
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    body = await parse_body(request, NewSealedEntry)
    words = Words(body.words.uid, body.words.content)
    entry = await reporting.write_entry(reader, defect, body.kind, body.key, words, uid=body.uid)
    return answer(EntryReceipt(uid=entry.uid, at=entry.created_at, digest=words.digest), 201)


async def clear_readers(request: Request) -> Response:
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    people = await answering.readers_of_reply(reader, defect)
    return answer(
        ClearReaders(people=[person.name for person in people], agreement=answering.agreement(defect, people))
    )


async def create_clear_reply(request: Request) -> Response:
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    body = await parse_body(request, NewClearReply)
    entry = await answering.answer(reader, defect, body.body, agreed=body.agreed, uid=body.uid)
    return answer(ClearReplyOut(uid=entry.uid, html=entry.html, at=entry.created_at), 201)


async def _receipt(defect: Defect, status: int = 200) -> Response:
    found = await reading.receipt_of(defect)
    out = ReceiptOut(reference=found.reference, at=found.at, digest=found.digest, files=found.files)
    return _kept_nowhere(answer(out, status))


def _out(part: reading.Part) -> SealedPart:
    return SealedPart(
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


def _kept_nowhere(response: Response) -> Response:
    response.headers.update(_NO_STORE)
    return response


_DEFECT = "/defects/{reference}"

routes = [
    ApiRoute(
        "GET",
        "/sealed-reports/addressee",
        addressee,
        "Get the key that a report about a product is sealed to",
        query=AddresseeQuery,
        response=AddresseeOut,
    ),
    ApiRoute(
        "POST",
        "/sealed-reports",
        create,
        "Send a sealed report in",
        NewSealedReport,
        ReceiptOut,
        status=201,
        errors=(KeyChanged, UidTaken),
        description="Its words and files were encrypted before; the hub can read neither.",
    ),
    ApiRoute(
        "GET",
        "/sealed-parts",
        index,
        "List sealed words for one's teams",
        query=PartPaging,
        response=SealedPartList,
        description="Newest first. It is noted that the caller got them.",
    ),
    ApiRoute(
        "GET",
        f"{_DEFECT}/sealed",
        show,
        "Get what is sealed of a report",
        response=SealedParts,
        errors=(Forbidden,),
    ),
    ApiRoute(
        "GET",
        f"{_DEFECT}/sealed/{{uid:uuid}}",
        download,
        "Get one ciphertext of a report",
        response_type="*/*",
        errors=(Forbidden,),
    ),
    ApiRoute("GET", f"{_DEFECT}/receipt", receipt, "Get the receipt of a sealed report", response=ReceiptOut),
    ApiRoute(
        "POST",
        f"{_DEFECT}/sealed-entries",
        create_entry,
        "Write a sealed note or reply",
        NewSealedEntry,
        EntryReceipt,
        status=201,
        errors=(Forbidden, KeyChanged, TooManyComments, UidTaken),
    ),
    ApiRoute(
        "GET",
        f"{_DEFECT}/clear-replies/readers",
        clear_readers,
        "List who would read a reply to a sealed report",
        response=ClearReaders,
        errors=(Forbidden,),
    ),
    ApiRoute(
        "POST",
        f"{_DEFECT}/clear-replies",
        create_clear_reply,
        "Answer the reporter of a sealed report in the clear",
        NewClearReply,
        ClearReplyOut,
        status=201,
        errors=(Forbidden, ReadersChanged, TooManyComments, UidTaken),
    ),
]
