"""How a case ended: the page on which its asker says so with one press, where mail leads, too."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from discussions import outcomes, policy
from discussions.errors import NotSolved
from discussions.models import Deal, Outcome, Thread, Worked
from discussions.queries.reading import find_thread_row
from hub import pages
from hub.errors import Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused


class OutcomeForm(BaseModel):
    """Either question may be answered alone; the second only after the first."""

    worked: Worked | None = None
    deal: Deal | None = None


async def show(request: Request) -> Response:
    """The questions, with what was told before."""
    thread = await _asked(request)
    return await pages.render(request, "discussions/outcomes/page.html", error=None, **await _context(thread))


async def put(request: Request) -> Response:
    """Note an answer. After the first question comes the second."""
    reader = reader_of(request)
    thread = await _asked(request)
    try:
        form = await forms.parse(request, OutcomeForm)
        told = await outcomes.tell(reader, thread, form.worked, form.deal)
        if told is None:
            raise InvalidInput({"worked": _("Please say first whether the answer worked.")})
    except (InvalidInput, NotSolved) as error:
        return await refused(request, error, "discussions/outcomes/page.html", **await _context(thread))
    if told.deal is None:
        return pages.redirect(f"/threads/{thread.id}/outcome", notice=_("Thank you. One more question."))
    return pages.redirect(f"/threads/{thread.id}", notice=_("Thank you. It stands on the case now."))


async def _asked(request: Request) -> Thread:
    reader: Reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    if not policy.may_tell_outcome(reader, thread):
        raise Forbidden
    return thread


async def _context(thread: Thread) -> dict[str, Any]:
    return {
        "nav": "threads",
        "thread": thread,
        "url": f"/threads/{thread.id}",
        "solved": thread.answer_count > 0,
        "outcome": await Outcome.get_or_none(thread_id=thread.id),
    }


routes = [
    Route("/threads/{id:int}/outcome", show, methods=["GET"]),
    Route("/threads/{id:int}/outcome", put, methods=["PUT"]),
]
