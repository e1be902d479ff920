"""The lines of a rival: written, edited, decided about, and what was done to them."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.api import Body
from hub.database import new_uid, now
from hub.errors import Conflict, Forbidden, HubError, InvalidInput
from hub.i18n import _
from hub.identity import reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from hub.text import Prose
from knowledge.models import Article, Certainty, LineSection, LineState, RivalLine
from knowledge.rivals import policy
from knowledge.rivals.errors import StaleLine
from knowledge.rivals.lines import decide_line, edit_line, move_line, write_line
from knowledge.rivals.queries.history import find_line, history_of
from knowledge.rivals.queries.rivals import find_rival
from knowledge.rivals.steps import content_of
from knowledge.rivals.wording import LONGEST_TEXT, Wording, wording_of

Revision = Annotated[int, Field(ge=1, lt=2**31)]
Note = Annotated[str, Prose(1000)]


class LineForm(Wording):
    """A new line."""

    uid: UUID | None = None


class LineEditForm(Wording):
    """Another wording; `base_revision` is the one that was edited, `words` say why."""

    base_revision: Revision
    words: Note = ""


class StateForm(Body):
    """What a curator makes of a line."""

    state: LineState
    words: Note = ""


class MoveForm(Body):
    up: bool


async def new(request: Request) -> Response:
    """The empty form of a line."""
    rival = await find_rival(reader_of(request), request.path_params["id"])
    section = request.query_params.get("section", "")
    values = {
        "uid": new_uid(),
        "section": section if section in list(LineSection) else LineSection.SAY,
        "observed_on": now().date(),
        "certainty": Certainty.LIKELY,
        "sendable": "false",
    }
    context = _new_context(request, rival)
    return await pages.render(
        request, "knowledge/rivals/new_line.html", errors={}, error=None, values=values, **context
    )


async def create(request: Request) -> Response:
    """A new line: on the card at once, or proposed to the curator."""
    reader = reader_of(request)
    rival = await find_rival(reader, request.path_params["id"])
    try:
        form = await forms.parse(request, LineForm)
        line = await write_line(reader, rival, wording_of(form), uid=form.uid)
    except (InvalidInput, Conflict) as error:
        return await refused(request, error, "knowledge/rivals/new_line.html", **_new_context(request, rival))
    proposed = line.state is LineState.PROPOSED
    notice = _("Proposed. %(name)s decides.") % {"name": rival.owner.name} if proposed else _("Added.")
    return pages.redirect(path_of(rival, line), notice=notice)


async def show(request: Request) -> Response:
    """One line with its history, and what its curator may do about it."""
    reader = reader_of(request)
    rival = await find_rival(reader, request.path_params["id"])
    line = await find_line(rival, request.path_params["line"])
    return await pages.render(
        request,
        "knowledge/rivals/line.html",
        nav="rivals",
        rival=rival,
        history=await history_of(line),
        curates=policy.may_curate(reader, rival),
    )


async def edit_form(request: Request) -> Response:
    """The form with what the line says now."""
    rival, line = await _curated(request)
    values = content_of(line) | {"base_revision": line.revision_number}
    return await pages.render(
        request,
        "knowledge/rivals/edit_line.html",
        errors={},
        error=None,
        values=values,
        **_context(rival, line),
    )


async def update(request: Request) -> Response:
    """Another wording. A conflict shows what the line says by now, with the editor's own text still in the form."""
    rival, line = await _curated(request)
    try:
        form = await forms.parse(request, LineEditForm)
        await edit_line(
            reader_of(request),
            line,
            wording_of(form),
            base_revision=form.base_revision,
            words=form.words,
        )
    except (InvalidInput, Conflict) as error:
        return await _edit_refused(request, error, rival, line)
    return pages.redirect(path_of(rival, line), notice=_("Saved."))


async def _edit_refused(request: Request, error: HubError, rival: Article, line: RivalLine) -> Response:
    theirs = error.line if isinstance(error, StaleLine) else None
    context = _context(rival, line) | {"theirs": theirs}
    return await refused(request, error, "knowledge/rivals/edit_line.html", **context)


async def put_state(request: Request) -> Response:
    """Put a proposed line on the card or decline it, withdraw a line, bring one back."""
    rival, line = await _curated(request)
    form = await forms.parse(request, StateForm)
    await decide_line(reader_of(request), line, form.state, words=form.words)
    return pages.redirect(f"/rivals/{rival.id}/lines/{line.id}", notice=_("Done."))


async def move(request: Request) -> Response:
    """One place up or down in its section."""
    rival, line = await _curated(request)
    form = await forms.parse(request, MoveForm)
    await move_line(reader_of(request), line, up=form.up)
    return pages.redirect(path_of(rival, line))


def path_of(rival: Article, line: RivalLine) -> str:
    """Where a line stands on the rival's page."""
    return f"/rivals/{rival.id}?line={line.id}#line-{line.id}"


async def _curated(request: Request) -> tuple[Article, RivalLine]:
    reader = reader_of(request)
    rival = await find_rival(reader, request.path_params["id"])
    line = await find_line(rival, request.path_params["line"])
    if not policy.may_curate(reader, rival):
        raise Forbidden
    return rival, line


def _context(rival: Article, line: RivalLine | None = None) -> dict[str, Any]:
    return {"nav": "rivals", "rival": rival, "line": line, "longest": LONGEST_TEXT, "theirs": None}


def _new_context(request: Request, rival: Article) -> dict[str, Any]:
    reader = reader_of(request)
    if not policy.may_propose(reader, rival):
        raise Forbidden
    return _context(rival) | {"curates": policy.may_curate(reader, rival), "sections": list(LineSection)}
