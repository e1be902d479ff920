"""Complaints in the API: the list, one with its history, its steps, and what the customer said in the end."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from discussions.api.models import Person
from discussions.complaints.stepping import Note, conclude, take_step
from discussions.errors import StaleComplaint
from discussions.models import Complaint, ComplaintStep, Satisfaction, Thread
from discussions.queries.complaints import ComplaintView, EntryView, complaint_of
from discussions.queries.complaints_listed import ComplaintFilter, list_complaints
from discussions.queries.reading import find_thread
from hub.api import ApiRoute, Body, Page, answer, parse_body, parse_query
from hub.errors import Forbidden, NotFound, UidTaken
from hub.identity import reader_of
from hub.settings import get_settings

Number = Annotated[int, Field(ge=1, lt=2**31)]


class NewStep(Body):
    """The next step, or an earlier one with the reason in `note`. `uid` makes the request safe to repeat.

    With `base`, the `number` that the caller knew, a step that somebody else took since is a conflict.
    """

    step: ComplaintStep
    note: Note = ""
    base: Number | None = None
    uid: UUID | None = None


class CustomersAnswer(Body):
    """What the customer said when they were asked; the rest as for steps."""

    satisfaction: Satisfaction
    note: Note = ""
    base: Number | None = None
    uid: UUID | None = None


class EntryOut(BaseModel):
    """A step that was taken, or gone back to (`back`), or the customer's answer (`satisfaction`)."""

    number: int
    step: ComplaintStep
    back: bool
    satisfaction: Satisfaction | None
    note: str
    author: Person
    created_at: datetime

    @classmethod
    def of(cls, entry: EntryView) -> "EntryOut":
        return cls(
            number=entry.number,
            step=entry.step,
            back=entry.back,
            satisfaction=entry.satisfaction,
            note=entry.note,
            author=Person.of(entry.by),
            created_at=entry.at,
        )


class ComplaintSummary(BaseModel):
    """A complaint by the id of its case. `number` counts its entries; what follows `step` is due at `due_at`."""

    thread: int
    url: str
    title: str
    customer: str
    demand: str
    step: ComplaintStep
    number: int
    due_at: datetime | None
    overdue: bool
    done_at: datetime | None
    satisfaction: Satisfaction | None


class ComplaintOut(ComplaintSummary):
    """A complaint with its history, oldest entry first."""

    history: list[EntryOut]


class ComplaintList(Page[ComplaintSummary]):
    """A page of complaints: open ones by `due_at`, done ones with the latest first."""


async def index(request: Request) -> Response:
    complaints, cursor = await list_complaints(reader_of(request), parse_query(request, ComplaintFilter))
    items = [ComplaintSummary(**_summary(one.thread, one)) for one in complaints]
    return answer(ComplaintList(items=items, next_cursor=cursor))


async def show(request: Request) -> Response:
    return await _full(await _thread(request))


async def step(request: Request) -> Response:
    thread = await _thread(request)
    sent = await parse_body(request, NewStep)
    await take_step(reader_of(request), thread, sent.step, note=sent.note, base=sent.base, uid=sent.uid)
    return await _full(await _thread(request), 201)


async def conclusion(request: Request) -> Response:
    thread = await _thread(request)
    sent = await parse_body(request, CustomersAnswer)
    await conclude(
        reader_of(request), thread, sent.satisfaction, note=sent.note, base=sent.base, uid=sent.uid
    )
    return await _full(await _thread(request))


async def _thread(request: Request) -> Thread:
    return await find_thread(reader_of(request), request.path_params["id"])


async def _full(thread: Thread, status: int = 200) -> Response:
    complaint = await complaint_of(thread)
    if complaint is None:
        raise NotFound
    history = [EntryOut.of(entry) for entry in complaint.history]
    return answer(ComplaintOut(**_summary(thread, complaint), history=history), status)


def _summary(thread: Thread, complaint: Complaint | ComplaintView) -> dict[str, object]:
    return {
        "thread": thread.id,
        "url": f"{get_settings().address}/threads/{thread.id}/complaint",
        "title": thread.title,
        "customer": complaint.customer,
        "demand": complaint.demand,
        "step": complaint.step,
        "number": complaint.number,
        "due_at": complaint.due_at,
        "overdue": thread.escalated_at is not None,
        "done_at": complaint.done_at,
        "satisfaction": complaint.satisfaction,
    }


_COMPLAINT = "/threads/{id:int}/complaint"
_REFUSED = (Forbidden, StaleComplaint, UidTaken)

routes = [
    ApiRoute("GET", "/complaints", index, "List complaints", query=ComplaintFilter, response=ComplaintList),
    ApiRoute("GET", _COMPLAINT, show, "Read a complaint", response=ComplaintOut),
    ApiRoute(
        "POST",
        f"{_COMPLAINT}/steps",
        step,
        "Take a step of a complaint",
        request=NewStep,
        response=ComplaintOut,
        status=201,
        errors=_REFUSED,
    ),
    ApiRoute(
        "PUT",
        f"{_COMPLAINT}/satisfaction",
        conclusion,
        "Note what the customer said",
        request=CustomersAnswer,
        response=ComplaintOut,
        errors=_REFUSED,
    ),
]
