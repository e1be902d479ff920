"""The cards of rivals in the API: read, propose, dispute, decide, and what customers may be sent."""

from starlette.requests import Request
from starlette.responses import Response

from hub.api import ApiRoute, Paging, answer, parse_body, parse_query
from hub.errors import Conflict, Forbidden, UidTaken
from hub.identity import Reader, reader_of
from knowledge.api.rivals.models import (
    CustomerText,
    Decision,
    DisputeOut,
    LineEdit,
    LineOut,
    NewDispute,
    NewLine,
    RivalList,
    RivalOut,
    RivalSummary,
    StateChoice,
)
from knowledge.models import Article, RivalLine
from knowledge.rivals.disputes import decide, dispute
from knowledge.rivals.errors import AlreadyDecided, LineNotStanding, StaleLine
from knowledge.rivals.lines import decide_line, edit_line, write_line
from knowledge.rivals.queries.history import find_dispute, find_line
from knowledge.rivals.queries.lines import line_view, lines_of, open_disputes
from knowledge.rivals.queries.rivals import find_rival, list_rivals, row_of
from knowledge.rivals.sending import for_customers
from knowledge.rivals.wording import wording_of


async def index(request: Request) -> Response:
    listed = await list_rivals(reader_of(request), parse_query(request, Paging))
    items = [RivalSummary.of(row) for row in listed.rivals]
    return answer(RivalList(items=items, next_cursor=listed.cursor))


async def show(request: Request) -> Response:
    reader, rival = await _rival(request)
    summary = RivalSummary.of(await row_of(reader, rival))
    lines = (await lines_of(rival.id)).lines
    return answer(RivalOut(**summary.model_dump(), card=[LineOut.of(line) for line in lines]))


async def customer_text(request: Request) -> Response:
    _reader, rival = await _rival(request)
    return answer(CustomerText.of(await for_customers(rival)))


async def create_line(request: Request) -> Response:
    reader, rival = await _rival(request)
    body = await parse_body(request, NewLine)
    line = await write_line(reader, rival, wording_of(body), uid=body.uid)
    return await _line(rival, line.id, 201)


async def update_line(request: Request) -> Response:
    reader, rival, line = await _found(request)
    body = await parse_body(request, LineEdit)
    await edit_line(reader, line, wording_of(body), base_revision=body.base_revision, words=body.words)
    return await _line(rival, line.id)


async def put_state(request: Request) -> Response:
    reader, rival, line = await _found(request)
    body = await parse_body(request, StateChoice)
    await decide_line(reader, line, body.state, words=body.words)
    return await _line(rival, line.id)


async def create_dispute(request: Request) -> Response:
    reader, rival, line = await _found(request)
    body = await parse_body(request, NewDispute)
    made = await dispute(reader, line, body.reason, revision=body.revision, uid=body.uid)
    return answer(DisputeOut.of(await find_dispute(rival, made.id)), 201)


async def put_decision(request: Request) -> Response:
    reader, rival = await _rival(request)
    disputed = await find_dispute(rival, request.path_params["dispute"])
    body = await parse_body(request, Decision)
    await decide(
        reader,
        disputed,
        body.decision,
        body.words,
        wording=body.wording,
        base_revision=body.base_revision,
    )
    return answer(DisputeOut.of(await find_dispute(rival, disputed.id)))


async def _rival(request: Request) -> tuple[Reader, Article]:
    reader = reader_of(request)
    return reader, await find_rival(reader, request.path_params["id"])


async def _found(request: Request) -> tuple[Reader, Article, RivalLine]:
    reader, rival = await _rival(request)
    return reader, rival, await find_line(rival, request.path_params["line"])


async def _line(rival: Article, line_id: int, status: int = 200) -> Response:
    line = await find_line(rival, line_id)
    disputes = await open_disputes([line.id])
    return answer(LineOut.of(line_view(line, line.author, disputes.get(line.id, ()))), status)


_RIVAL = "/rivals/{id:int}"
_LINE = f"{_RIVAL}/lines/{{line:int}}"

routes = [
    ApiRoute("GET", "/rivals", index, "List rivals", query=Paging, response=RivalList),
    ApiRoute("GET", _RIVAL, show, "Read a rival's card", response=RivalOut),
    ApiRoute(
        "GET", f"{_RIVAL}/customer-text", customer_text, "What customers may be sent", response=CustomerText
    ),
    ApiRoute(
        "POST",
        f"{_RIVAL}/lines",
        create_line,
        "Add or propose a line",
        NewLine,
        LineOut,
        status=201,
        errors=(Forbidden, UidTaken),
    ),
    ApiRoute("PUT", _LINE, update_line, "Edit a line", LineEdit, LineOut, errors=(Forbidden, StaleLine)),
    ApiRoute(
        "PUT",
        f"{_LINE}/state",
        put_state,
        "Approve, decline, withdraw or bring back a line",
        StateChoice,
        LineOut,
        errors=(Forbidden, Conflict),
    ),
    ApiRoute(
        "POST",
        f"{_LINE}/disputes",
        create_dispute,
        "Dispute a line",
        NewDispute,
        DisputeOut,
        status=201,
        errors=(Forbidden, LineNotStanding, UidTaken),
    ),
    ApiRoute(
        "PUT",
        f"{_RIVAL}/disputes/{{dispute:int}}/decision",
        put_decision,
        "Decide a dispute",
        Decision,
        DisputeOut,
        errors=(Forbidden, AlreadyDecided, StaleLine),
    ),
]
