"""The queue of solved cases that are no articles yet, in the API."""

from starlette.requests import Request
from starlette.responses import Response

from discussions.queries.reading import find_thread
from hub.accounts.models import User
from hub.api import ApiRoute, answer, no_content, parse_body, parse_query
from hub.errors import Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import reader_of
from knowledge.api.promotion_models import (
    Assignment,
    Dismissal,
    MonthOut,
    Months,
    WaitingCase,
    WaitingList,
)
from knowledge.promotion import queue, tasks
from knowledge.promotion.queue import QueueFilter


async def index(request: Request) -> Response:
    wanted = parse_query(request, QueueFilter)
    cases, cursor = await queue.waiting_cases(reader_of(request), wanted)
    return answer(WaitingList(items=[WaitingCase.of(case) for case in cases], next_cursor=cursor))


async def months(request: Request) -> Response:
    found = await queue.months(reader_of(request))
    return answer(
        Months(
            items=[
                MonthOut(
                    month=one.first,
                    solved=one.solved,
                    promoted=one.promoted,
                    dismissed=one.dismissed,
                    rate=one.rate,
                )
                for one in found
            ],
        )
    )


async def assign(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread(reader, request.path_params["id"])
    body = await parse_body(request, Assignment)
    assignee_id = reader.id
    if body.assignee:
        person = await User.get_or_none(handle=body.assignee, active=True)
        if person is None:
            raise InvalidInput({"assignee": _("Please choose a person.")})
        assignee_id = person.id
    await tasks.assign(reader, thread, assignee_id)
    return no_content()


async def unassign(request: Request) -> Response:
    reader = reader_of(request)
    await tasks.assign(reader, await find_thread(reader, request.path_params["id"]), None)
    return no_content()


async def dismiss(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread(reader, request.path_params["id"])
    body = await parse_body(request, Dismissal)
    await tasks.dismiss(reader, thread, body.reason)
    return no_content()


async def reopen(request: Request) -> Response:
    reader = reader_of(request)
    await tasks.reopen(reader, await find_thread(reader, request.path_params["id"]))
    return no_content()


_ASSIGNMENT = "/threads/{id:int}/promotion/assignment"
_DISMISSAL = "/threads/{id:int}/promotion/dismissal"

routes = [
    ApiRoute(
        "GET",
        "/promotion-queue",
        index,
        "List solved cases to promote",
        query=QueueFilter,
        response=WaitingList,
    ),
    ApiRoute("GET", "/promotion-rate", months, "Count promotions by month", response=Months),
    ApiRoute(
        "PUT",
        _ASSIGNMENT,
        assign,
        "Ask somebody to promote a case",
        Assignment,
        status=204,
        errors=(Forbidden,),
    ),
    ApiRoute("DELETE", _ASSIGNMENT, unassign, "Ask nobody any more", status=204, errors=(Forbidden,)),
    ApiRoute("PUT", _DISMISSAL, dismiss, "Dismiss a case", Dismissal, status=204, errors=(Forbidden,)),
    ApiRoute("DELETE", _DISMISSAL, reopen, "Undo a dismissal", status=204, errors=(Forbidden,)),
]
