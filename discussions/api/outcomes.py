"""Outcomes in the API: how a solved case ended."""

from datetime import datetime

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from discussions import outcomes
from discussions.api.models import Person
from discussions.errors import NotSolved
from discussions.models import Deal, Worked
from discussions.queries.outcomes import Ending, ending_of
from discussions.queries.reading import find_thread_row
from hub.api import ApiRoute, Body, answer, parse_body
from hub.errors import Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import reader_of


class OutcomeChoice(Body):
    """How it ended. What is not given stays as it was told before; `deal` may be told later."""

    worked: Worked | None = None
    deal: Deal | None = None


class OutcomeOut(BaseModel):
    """Of a solved case, `worked` and `deal` are null until they were told; `asked` says whether the asker was asked."""

    solved: bool
    asked: bool
    worked: Worked | None
    deal: Deal | None
    told_by: Person | None
    told_at: datetime | None
    corrected_at: datetime | None


async def show(request: Request) -> Response:
    thread = await find_thread_row(reader_of(request), request.path_params["id"])
    ending = await ending_of(thread)
    return answer(_out(ending))


async def put(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    body = await parse_body(request, OutcomeChoice)
    if await outcomes.tell(reader, thread, body.worked, body.deal) is None:
        raise InvalidInput({"worked": _("Please say first whether the answer worked.")})
    return await show(request)


def _out(ending: Ending | None) -> OutcomeOut:
    outcome = ending.outcome if ending else None
    return OutcomeOut(
        solved=ending is not None,
        asked=ending is not None and ending.asked,
        worked=outcome.worked if outcome else None,
        deal=outcome.deal if outcome else None,
        told_by=Person.of(outcome.told_by) if outcome else None,
        told_at=outcome.told_at if outcome else None,
        corrected_at=outcome.corrected_at if outcome else None,
    )


_OUTCOME = "/threads/{id:int}/outcome"

routes = [
    ApiRoute("GET", _OUTCOME, show, "How a case ended", response=OutcomeOut),
    ApiRoute(
        "PUT",
        _OUTCOME,
        put,
        "Tell or correct how a case ended",
        request=OutcomeChoice,
        response=OutcomeOut,
        errors=(Forbidden, NotSolved),
    ),
]
