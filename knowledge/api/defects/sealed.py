"""Sealed reports in the API: ciphertext in, ciphertext out. Browsers seal and open; so can any program with ``age``."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from hub.api import ApiRoute, answer, parse_body, parse_query
from hub.errors import Forbidden, UidTaken
from hub.identity import reader_of
from hub.vocabulary.models import Facet
from hub.vocabulary.queries import find_terms
from hub.web.caching import not_stored
from knowledge.api.defects.sealed_models import (
    AddresseeOut,
    AddresseeQuery,
    ClearReaders,
    ClearReplyOut,
    EntryReceipt,
    NewClearReply,
    NewSealedEntry,
    NewSealedReport,
    PartPaging,
    ReceiptOut,
    SealedPart,
    SealedPartList,
    SealedParts,
)
from knowledge.defects.queries import find_defect
from knowledge.defects.sealed import answering, keys, reading, reporting
from knowledge.defects.sealed.errors import KeyChanged, ReadersChanged
from knowledge.defects.sealed.parts import SentFile, Words
from knowledge.errors import TooManyComments
from knowledge.models import Defect


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
    words = Words(body.words.uid, body.words.content)
    files = [SentFile(one.uid, one.file) for one in body.files]
    defect = await reporting.report(reader_of(request), body.uid, await body.filing(), body.key, words, files)
    return await _receipt(defect, 201)


async def receipt(request: Request) -> Response:
    defect = await find_defect(reader_of(request), request.path_params["reference"])
    return await _receipt(defect)


async def index(request: Request) -> Response:
    wanted = parse_query(request, PartPaging)
    reader = reader_of(request)
    parts, cursor = await reading.words_page(reader, wanted.cursor, wanted.limit, reports=wanted.report)
    return not_stored(
        answer(SealedPartList(items=[SealedPart.of(part) for part in parts], next_cursor=cursor))
    )


async def show(request: Request) -> Response:
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    parts = await reading.parts_of(reader, defect)
    out = SealedParts(
        reference=defect.reference, report=defect.uid, parts=[SealedPart.of(part) for part in parts]
    )
    return not_stored(answer(out))


async def download(request: Request) -> Response:
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    size, chunks = await reading.ciphertext_of(reader, defect, request.path_params["uid"])
    headers = {"Content-Length": str(size), "Content-Disposition": 'attachment; filename="sealed.age"'}
    return not_stored(StreamingResponse(chunks, media_type="application/octet-stream", headers=headers))


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
    return not_stored(answer(out, status))


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
