"""The queue of solved cases that are no articles yet: assign, dismiss, undo; how many of each month got further."""

from typing import Annotated
from urllib.parse import urlencode

from babel.dates import format_date
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from discussions.models import Thread
from discussions.queries.reading import find_thread
from hub import pages
from hub.accounts.models import User
from hub.audiences.operations import members_of
from hub.errors import Forbidden, InvalidInput
from hub.i18n import N_, _, babel_locale
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.charts import Chart, Series
from hub.text import Line
from hub.vocabulary.queries import by_facet
from knowledge import policy
from knowledge.articles.queries import LARGEST_ID
from knowledge.promotion import queue, tasks
from knowledge.promotion.queue import Month, QueueFilter, State, Waiting

HERE = "/articles/to-promote"
_TABS: dict[State, str] = {"open": N_("Waiting"), "mine": N_("Mine"), "dismissed": N_("Dismissed")}
_SORTS = {"use": N_("Most discussed first"), "oldest": N_("Oldest first"), "newest": N_("Newest first")}


class AssignmentForm(BaseModel):
    """Without an assignee the case goes to whoever asks."""

    assignee: int | None = Field(None, ge=1, le=LARGEST_ID)


class DismissalForm(BaseModel):
    """Why the case shall not become an article."""

    reason: Annotated[str, Line(300)]


async def index(request: Request) -> Response:
    """The queue, by part and order."""
    return await _queue(request)


async def rate(request: Request) -> Response:
    """How many of the cases solved in each month are in the knowledge base: a frame below the queue."""
    months = await queue.months(reader_of(request))
    return pages.fragment(
        request, "knowledge/promotion/rate.html", months=months, chart=_chart(months) if months else None
    )


async def choose_assignee(request: Request) -> Response:
    """The form that asks who shall promote a case."""
    _reader, thread = await _loaded(request)
    return await _assignment(request, thread, {})


async def assign(request: Request) -> Response:
    """Ask somebody to promote a case; without a name, oneself."""
    reader, thread = await _loaded(request)
    try:
        form = await forms.parse(request, AssignmentForm)
        await tasks.assign(reader, thread, form.assignee or reader.id)
    except InvalidInput as error:
        return await _assignment(request, thread, error.errors)
    return pages.redirect(HERE, notice=_("Assigned."))


async def unassign(request: Request) -> Response:
    """Nobody is asked any more."""
    reader, thread = await _loaded(request)
    await tasks.assign(reader, thread, None)
    return pages.redirect(HERE)


async def dismiss(request: Request) -> Response:
    """Take a case off the queue, with a reason; the page then offers to undo it."""
    reader, thread = await _loaded(request)
    try:
        form = await forms.parse(request, DismissalForm)
        await tasks.dismiss(reader, thread, form.reason)
    except InvalidInput as error:
        return await _queue(request, wrong=thread.id, errors=error.errors)
    return pages.redirect(f"{HERE}?{urlencode({'dismissed': thread.id})}")


async def reopen(request: Request) -> Response:
    """Undo a dismissal."""
    reader, thread = await _loaded(request)
    await tasks.reopen(reader, thread)
    return pages.redirect(HERE, notice=_("The case waits again."))


async def _queue(request: Request, *, wrong: int = 0, errors: dict[str, str] | None = None) -> Response:
    """The page; `wrong` is the case whose dismissal was refused with `errors`."""
    reader = reader_of(request)
    listed: list[Waiting] = []
    wanted, cursor, refused = QueueFilter(), None, dict(errors or {})
    try:
        wanted = forms.parse_query(request.query_params, QueueFilter)
        listed, cursor = await queue.waiting_cases(reader, wanted)
    except InvalidInput as error:
        refused |= error.errors
    counts = await queue.counts(reader)
    sent = await request.form() if wrong else {}
    return await pages.render(
        request,
        "knowledge/promotion/queue.html",
        status=422 if refused else 200,
        nav="articles",
        wanted=wanted,
        rows=[
            (case, [term.name for group in by_facet(case.thread.terms).values() for term in group])
            for case in listed
        ],
        more=f"{HERE}?{urlencode({'state': wanted.state, 'sort': wanted.sort, 'cursor': cursor})}"
        if cursor
        else None,
        tabs=[
            (state, _(label), f"{HERE}?state={state}", _count(counts[state]))
            for state, label in _TABS.items()
        ],
        sorts=[(sort, _(label), "") for sort, label in _SORTS.items()],
        errors=refused,
        wrong=wrong,
        typed=sent.get("reason"),
        dismissed=await _dismissed(request, reader),
    )


def _count(number: int) -> str | int:
    return f"{queue.MOST_COUNTED - 1}+" if number >= queue.MOST_COUNTED else number


async def _dismissed(request: Request, reader: Reader) -> Thread | None:
    """The case that was dismissed a moment ago."""
    asked = request.query_params.get("dismissed", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    tasked = policy.promotion_tasks_visible_to(reader).filter(dismissed_at__isnull=False)
    task = await tasked.select_related("thread").get_or_none(thread_id=int(asked))
    return task.thread if task else None


def _chart(months: list[Month]) -> Chart:
    shown = [format_date(month.first, "MMM y", locale=babel_locale()) for month in months]
    left = [month.solved - month.promoted - month.dismissed for month in months]
    return Chart(
        "promotion-rate",
        _("Solved cases by month"),
        shown,
        [
            Series(_("In knowledge"), [month.promoted for month in months], tone="positive"),
            Series(_("Waiting"), [max(0, number) for number in left], tone=1),
            Series(_("Dismissed"), [month.dismissed for month in months], tone="neutral"),
        ],
        description=_("What has become of the cases first solved in each month, as far as you may see them."),
        notes=[_("%(rate)s %% of %(n)s") % {"rate": month.rate, "n": month.solved} for month in months],
        category_label=_("Month"),
    )


async def _loaded(request: Request) -> tuple[Reader, Thread]:
    reader = reader_of(request)
    thread = await find_thread(reader, min(request.path_params["id"], LARGEST_ID))
    if not policy.may_promote(reader, thread):
        raise Forbidden
    return reader, thread


async def _assignment(request: Request, thread: Thread, errors: dict[str, str]) -> Response:
    people = await User.filter(id__in=list(await members_of(thread.audience_id)), active=True).order_by(
        "name"
    )
    return await pages.render(
        request,
        "knowledge/promotion/assignment.html",
        status=422 if errors else 200,
        nav="articles",
        thread=thread,
        options=[(person.id, person.name, person.handle) for person in people],
        errors=errors,
        cancel=HERE,
    )
