"""Notes and replies below a report in the API, and who looked at it."""

from starlette.requests import Request
from starlette.responses import Response

from hub.api import ApiRoute, answer, latest_first, parse_body, parse_query
from hub.api import Paging as EntriesQuery
from hub.errors import Forbidden, UidTaken
from hub.identity import reader_of
from hub.web.caching import not_stored
from knowledge.api.defects.reviewing_models import (
    LookList,
    LookOut,
    LooksQuery,
    ReportEntryIn,
    ReportEntryList,
    ReportEntryOut,
)
from knowledge.defects import policy
from knowledge.defects.entries import write
from knowledge.defects.looks import LookFilter, list_looks
from knowledge.defects.queries import find_defect
from knowledge.errors import TooManyComments
from knowledge.pages.defects.reviewing import reviewed


async def entries(request: Request) -> Response:
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    visible = policy.entries_visible_to(reader).filter(defect_id=defect.id).select_related("author")
    found, cursor = await latest_first(visible, "created_at", parse_query(request, EntriesQuery), by_uid=True)
    return not_stored(
        answer(ReportEntryList(items=[ReportEntryOut.of(entry) for entry in found], next_cursor=cursor))
    )


async def create_entry(request: Request) -> Response:
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    body = await parse_body(request, ReportEntryIn)
    entry = await write(reader, defect, body.kind, body.body, uid=body.uid)
    await entry.fetch_related("author")
    return not_stored(answer(ReportEntryOut.of(entry), 201))


async def looks(request: Request) -> Response:
    _reader, defect = await reviewed(request)
    wanted = parse_query(request, LooksQuery)
    found, cursor = await list_looks(
        LookFilter(act=wanted.act, cursor=wanted.cursor, limit=wanted.limit), defect=defect
    )
    return not_stored(answer(LookList(items=[LookOut.of(look) for look in found], next_cursor=cursor)))


_DEFECT = "/defects/{reference}"
routes = [
    ApiRoute(
        "GET",
        f"{_DEFECT}/entries",
        entries,
        "Read the notes and replies below a report",
        query=EntriesQuery,
        response=ReportEntryList,
    ),
    ApiRoute(
        "POST",
        f"{_DEFECT}/entries",
        create_entry,
        "Write a note or a reply",
        ReportEntryIn,
        ReportEntryOut,
        status=201,
        errors=(Forbidden, UidTaken, TooManyComments),
    ),
    ApiRoute(
        "GET",
        f"{_DEFECT}/looks",
        looks,
        "See who looked at a report",
        query=LooksQuery,
        response=LookList,
        errors=(Forbidden,),
    ),
]
