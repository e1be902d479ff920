"""Decisions about a report, made on its page or in triage."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hub.accounts.models import User
from hub.accounts.naming import Handle
from hub.api import Body
from hub.database import now
from hub.errors import Conflict, InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.pages import forms
from hub.text import Line, Prose
from knowledge.defects import deciding, handling
from knowledge.defects.merging import merge
from knowledge.models import Defect
from knowledge.pages.defects import triage
from knowledge.pages.defects.reviewing import onward, reviewed


class Deciding(Body):
    """`version` is the one of the report on the page with the button, `triage` the list that it stands in."""

    version: int = Field(ge=1, lt=2**31)
    triage: Annotated[str | None, Line(600, min_length=0)] = None
    next: Annotated[str, Line(12, min_length=0)] = ""


class Refusal(Deciding):
    reason: Annotated[str, Prose(2000)] = ""


class Merging(Deciding):
    """The main report: one of the suggested ones, or another `reference`."""

    main: Annotated[str, Line(12, min_length=0)] = ""
    reference: Annotated[str, Line(12, min_length=0)] = ""


class Repair(Deciding):
    fixed_in: Annotated[str, Line(60, min_length=0)] = ""


class Snooze(Deciding):
    """So many days, or until the morning of a day."""

    days: int | None = Field(None, ge=1, le=365)
    until: date | None = None


class Assignment(Deciding):
    """Somebody by handle, oneself, or nobody."""

    assignee: Handle | None = None
    myself: bool = False


F = TypeVar("F", bound=Deciding)
Act = Callable[[Reader, Defect, F], Awaitable[Defect]]


async def put_acceptance(request: Request) -> Response:
    """Accept."""
    return await _decide(
        request, Deciding, lambda who, it, form: deciding.accept(who, it, version=form.version)
    )


async def put_refusal(request: Request) -> Response:
    """Decline, with a reason."""

    async def act(who: Reader, it: Defect, form: Refusal) -> Defect:
        return await deciding.decline(who, it, form.reason, version=form.version)

    return await _decide(request, Refusal, act)


async def put_repair(request: Request) -> Response:
    """Say that it is fixed."""

    async def act(who: Reader, it: Defect, form: Repair) -> Defect:
        return await deciding.fix(who, it, form.fixed_in, version=form.version)

    return await _decide(request, Repair, act)


async def put_reopening(request: Request) -> Response:
    """Take a decision back."""

    async def act(who: Reader, it: Defect, form: Deciding) -> Defect:
        return await deciding.reopen(who, it, version=form.version)

    return await _decide(request, Deciding, act, done=False)


async def put_main(request: Request) -> Response:
    """Merge into a main report."""

    async def act(who: Reader, it: Defect, form: Merging) -> Defect:
        main = (form.reference or form.main).upper()
        if not main:
            raise InvalidInput({"main": _("Choose a report, or type a reference.")})
        return await merge(who, it, main, version=form.version)

    return await _decide(request, Merging, act)


async def put_snooze(request: Request) -> Response:
    """Put off."""

    async def act(who: Reader, it: Defect, form: Snooze) -> Defect:
        return await handling.snooze(who, it, morning(who, form.days, form.until), version=form.version)

    return await _decide(request, Snooze, act)


async def delete_snooze(request: Request) -> Response:
    """Let it wait again."""

    async def act(who: Reader, it: Defect, form: Deciding) -> Defect:
        return await handling.wake(who, it, version=form.version)

    return await _decide(request, Deciding, act, done=False)


async def put_assignee(request: Request) -> Response:
    """Assign."""

    async def act(who: Reader, it: Defect, form: Assignment) -> Defect:
        chosen = who.handle if form.myself else form.assignee
        return await handling.assign(who, it, await assignee_of(chosen), version=form.version)

    return await _decide(request, Assignment, act, done=False)


def morning(reader: Reader, days: int | None, until: date | None) -> datetime:
    """When somebody's working day begins, so many days from now or on a day; InvalidInput names ``until``."""
    zone = ZoneInfo(reader.timezone)
    day = until or (now().astimezone(zone).date() + timedelta(days=days) if days else None)
    if day is None:
        raise InvalidInput({"until": _("Please choose a day.")})
    try:
        return datetime.combine(day, time(8), zone).astimezone(UTC)
    except OverflowError as error:
        # The first hours of the calendar have no UTC.
        raise InvalidInput({"until": _("Please choose a day within the next year.")}) from error


async def assignee_of(handle: str | None) -> int | None:
    """The id behind a handle, None for nobody; InvalidInput names ``assignee``."""
    if not handle:
        return None
    found = await User.get_or_none(handle=handle, active=True)
    if found is None:
        raise InvalidInput({"assignee": _("Please choose a member of the team.")})
    return int(found.id)


async def _decide(request: Request, model: type[F], act: Act[F], *, done: bool = True) -> Response:
    """Do it, and go on; `done` tells that the list offers to undo it."""
    reader, defect = await reviewed(request)
    try:
        form = await forms.parse(request, model)
        await act(reader, defect, form)
    except (InvalidInput, Conflict) as error:
        return await triage.again(request, error, (await reviewed(request))[1])
    return onward(defect, form.triage, form.next, done=done)


_DEFECT = "/defects/{reference}"
routes: list[BaseRoute] = [
    Route(f"{_DEFECT}/acceptance", put_acceptance, methods=["PUT"]),
    Route(f"{_DEFECT}/refusal", put_refusal, methods=["PUT"]),
    Route(f"{_DEFECT}/repair", put_repair, methods=["PUT"]),
    Route(f"{_DEFECT}/reopening", put_reopening, methods=["PUT"]),
    Route(f"{_DEFECT}/main", put_main, methods=["PUT"]),
    Route(f"{_DEFECT}/main", put_reopening, methods=["DELETE"]),
    Route(f"{_DEFECT}/snooze", put_snooze, methods=["PUT"]),
    Route(f"{_DEFECT}/snooze", delete_snooze, methods=["DELETE"]),
    Route(f"{_DEFECT}/assignee", put_assignee, methods=["PUT"]),
]
