"""The steps of one complaint, and the list of all complaints."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from discussions import policy
from discussions.complaints.stepping import Note, conclude, take_step
from discussions.complaints.steps import ORDER, SATISFACTIONS, STEPS, before
from discussions.errors import StaleComplaint
from discussions.lines import line, term_boxes
from discussions.models import Complaint, ComplaintStep, Satisfaction, Thread
from discussions.queries.complaints import ComplaintView, complaint_of
from discussions.queries.complaints_listed import ComplaintFilter, Stand, list_complaints
from discussions.queries.reading import find_thread
from discussions.queries.rows import rows_of
from hub import pages
from hub.database import new_uid
from hub.errors import InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms


class StepForm(BaseModel):
    """`base` is the number of the newest entry of the history that the form was made from."""

    step: ComplaintStep
    note: Note = ""
    base: int = Field(ge=1, lt=2**31)
    uid: UUID | None = None


class AnswerForm(BaseModel):
    """What the customer said."""

    satisfaction: Satisfaction
    note: Note = ""
    base: int = Field(ge=1, lt=2**31)
    uid: UUID | None = None


async def show(request: Request) -> Response:
    """The whole history of a complaint; whoever may takes its steps here."""
    reader, thread, complaint = await _load(request)
    return await _page(request, reader, thread, complaint, {}, {})


async def step(request: Request) -> Response:
    """Take the next step, or go back to an earlier one."""

    async def take(reader: Reader, thread: Thread) -> None:
        sent = await forms.parse(request, StepForm)
        await take_step(reader, thread, sent.step, note=sent.note, base=sent.base, uid=sent.uid)

    return await _done(request, take)


async def answer(request: Request) -> Response:
    """Note what the customer said in the end."""

    async def note(reader: Reader, thread: Thread) -> None:
        sent = await forms.parse(request, AnswerForm)
        await conclude(reader, thread, sent.satisfaction, note=sent.note, base=sent.base, uid=sent.uid)

    return await _done(request, note)


async def _done(request: Request, change: Callable[[Reader, Thread], Awaitable[None]]) -> Response:
    """Back to the complaint after a change, or the page that says why there was none."""
    reader, thread, complaint = await _load(request)
    try:
        await change(reader, thread)
    except InvalidInput as error:
        return await _page(
            request, reader, thread, complaint, error.values or await _sent(request), error.errors
        )
    except StaleComplaint as error:
        return await _stale(request, error)
    return pages.redirect(f"/threads/{thread.id}/complaint")


async def _load(request: Request) -> tuple[Reader, Thread, ComplaintView]:
    reader = reader_of(request)
    thread = await find_thread(reader, request.path_params["id"])
    complaint = await complaint_of(thread)
    if complaint is None:
        raise NotFound
    return reader, thread, complaint


async def _sent(request: Request) -> dict[str, Any]:
    form = await request.form()
    return {name: form.get(name) for name in ("step", "satisfaction", "note")}


async def _stale(request: Request, error: StaleComplaint) -> Response:
    """The complaint as it stands now, with the note that was typed for how it stood before."""
    reader, thread, complaint = await _load(request)
    return await _page(
        request, reader, thread, complaint, await _sent(request), {}, status=409, stale=error.message()
    )


async def _page(
    request: Request,
    reader: Reader,
    thread: Thread,
    complaint: ComplaintView,
    values: dict[str, Any],
    errors: dict[str, str],
    *,
    status: int = 200,
    stale: str = "",
) -> Response:
    return await pages.render(
        request,
        "discussions/complaints/complaint.html",
        status=422 if errors else status,
        nav="threads",
        thread=thread,
        complaint=complaint,
        overdue=thread.escalated_at is not None,
        may_move=policy.may_move_complaint(reader, thread),
        earlier=[(one.value, _(STEPS[one])) for one in before(complaint.step)],
        satisfactions=[(one.value, _(label), None) for one, label in SATISFACTIONS.items()],
        values=values,
        errors=errors,
        stale=stale,
        uid=new_uid(),
    )


async def index(request: Request) -> Response:
    """Complaints, those whose next step is due first on top."""
    reader = reader_of(request)
    errors: dict[str, str] = {}
    wanted, listed, cursor = ComplaintFilter(), list[Complaint](), None
    try:
        wanted = forms.parse_query(request.query_params, ComplaintFilter)
        listed, cursor = await list_complaints(reader, wanted)
    except InvalidInput as error:
        errors = error.errors
    rows = await rows_of(reader, [one.thread_id for one in listed])
    return await pages.render(
        request,
        "discussions/complaints/list.html",
        status=422 if errors else 200,
        nav="threads",
        errors=errors,
        wanted=wanted,
        lines=[line(rows[one.thread_id]) for one in listed if one.thread_id in rows],
        term_boxes=await term_boxes(wanted),
        tabs=[
            (stand.value, label, f"/complaints?{wanted.query(stand=stand.value)}", None)
            for stand, label in (
                (Stand.OPEN, _("Under way")),
                (Stand.OVERDUE, _("Overdue")),
                (Stand.DONE, _("Completed")),
            )
        ],
        steps=[(one.value, _(STEPS[one]), None) for one in ORDER],
        satisfactions=[(one.value, _(label), None) for one, label in SATISFACTIONS.items()],
        next_url=f"/complaints?{wanted.query()}&cursor={cursor}" if cursor else None,
    )


routes = [
    Route("/complaints", index, methods=["GET"]),
    Route("/threads/{id:int}/complaint", show, methods=["GET"]),
    Route("/threads/{id:int}/complaint/steps", step, methods=["POST"]),
    Route("/threads/{id:int}/complaint/satisfaction", answer, methods=["PUT"]),
]
