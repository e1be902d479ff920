"""Gaps in the API: list, assign, give back, finish."""

from datetime import datetime

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from discussions.api.models import Person
from hub.api import ApiRoute, answer, no_content, parse_body
from hub.errors import Forbidden
from hub.identity import reader_of
from hub.settings import get_settings
from knowledge import gaps
from knowledge.gaps.queries import Item, all_gaps
from knowledge.gaps.subjects import parse
from knowledge.pages.gaps import AssignmentForm, assignee_of, find_gap


class GapOut(BaseModel):
    """Something that is missing. `subject` names it when it is assigned; `id` and `assignee` once somebody fills it."""

    subject: str
    kind: str
    title: str
    url: str
    id: int | None
    assignee: Person | None
    done_at: datetime | None

    @classmethod
    def of(cls, item: Item) -> "GapOut":
        gap = item.gap
        return cls(
            subject=item.subject.name,
            kind=item.subject.kind,
            title=item.title,
            url=get_settings().address + item.url,
            id=gap.id if gap else None,
            assignee=Person.of(gap.assignee) if gap else None,
            done_at=gap.done_at if gap else None,
        )


class GapReport(BaseModel):
    """What is missing, the first of each kind, and what was filled in the past month."""

    items: list[GapOut]
    done: list[GapOut]


class GapAssignment(BaseModel):
    """Who fills which gap."""

    id: int
    subject: str


async def index(request: Request) -> Response:
    found = await all_gaps(reader_of(request))
    items = [*found.searches, *found.flagged, *found.stale, *found.cells]
    return answer(
        GapReport(items=[GapOut.of(item) for item in items], done=[GapOut.of(item) for item in found.done])
    )


async def create(request: Request) -> Response:
    reader = reader_of(request)
    body = await parse_body(request, AssignmentForm)
    subject = await parse(body.subject)
    gap = await gaps.assign(reader, subject, await assignee_of(reader, body))
    return answer(GapAssignment(id=gap.id, subject=subject.name), 201)


async def delete(request: Request) -> Response:
    await gaps.give_back(reader_of(request), await find_gap(request))
    return no_content()


async def finish(request: Request) -> Response:
    await gaps.finish(reader_of(request), await find_gap(request))
    return no_content()


async def reopen(request: Request) -> Response:
    await gaps.reopen(reader_of(request), await find_gap(request))
    return no_content()


_GAP = "/gaps/{id:int}"

routes = [
    ApiRoute("GET", "/gaps", index, "List what is missing", response=GapReport),
    ApiRoute(
        "POST",
        "/gaps",
        create,
        "Assign a gap",
        AssignmentForm,
        GapAssignment,
        status=201,
        errors=(Forbidden,),
    ),
    ApiRoute("DELETE", _GAP, delete, "Give a gap back", status=204, errors=(Forbidden,)),
    ApiRoute(
        "PUT", f"{_GAP}/completion", finish, "Say that a gap is filled", status=204, errors=(Forbidden,)
    ),
    ApiRoute("DELETE", f"{_GAP}/completion", reopen, "Say that it is not", status=204, errors=(Forbidden,)),
]
