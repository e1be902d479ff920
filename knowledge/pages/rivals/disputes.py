"""Disputes: said with proof, decided in words."""

from typing import Annotated, Any
from uuid import UUID

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.api import Body
from hub.database import new_uid
from hub.errors import Conflict, Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from hub.text import Prose
from knowledge.models import Article, DisputeDecision, RivalDispute, RivalLine
from knowledge.pages.rivals.lines import Revision, path_of
from knowledge.rivals import policy
from knowledge.rivals.disputes import decide, dispute
from knowledge.rivals.errors import StaleLine
from knowledge.rivals.queries.history import find_dispute, find_line
from knowledge.rivals.queries.rivals import find_rival
from knowledge.rivals.steps import content_of
from knowledge.rivals.wording import LONGEST_REASON, LONGEST_TEXT, Wording, wording_of


class DisputeForm(Body):
    """Why a line is wrong, with proof; `revision` is the wording that was read."""

    reason: Annotated[str, Prose(LONGEST_REASON, min_length=1)]
    revision: Revision
    uid: UUID | None = None


class DecisionForm(Body):
    """What becomes of the line, in words for whoever disputed it."""

    decision: DisputeDecision
    words: Annotated[str, Prose(1000, min_length=1)]


class CorrectionForm(Wording):
    """The decision with another wording; `base_revision` is the one that was corrected."""

    words: Annotated[str, Prose(1000, min_length=1)]
    base_revision: Revision


async def new(request: Request) -> Response:
    """The form: what the line says, and why it is wrong."""
    rival, line = await _disputable(request)
    values = {"uid": new_uid(), "revision": line.revision_number}
    return await pages.render(
        request,
        "knowledge/rivals/dispute.html",
        errors={},
        error=None,
        values=values,
        nav="rivals",
        rival=rival,
        line=line,
    )


async def create(request: Request) -> Response:
    """Dispute a line. When it cannot be, the reason is still in the form."""
    rival, line = await _disputable(request)
    try:
        form = await forms.parse(request, DisputeForm)
        await dispute(reader_of(request), line, form.reason, revision=form.revision, uid=form.uid)
    except (InvalidInput, Conflict) as error:
        return await refused(
            request, error, "knowledge/rivals/dispute.html", nav="rivals", rival=rival, line=line
        )
    notice = _("Everybody sees now that it is disputed. %(name)s decides.") % {"name": rival.owner.name}
    return pages.redirect(path_of(rival, line), notice=notice)


async def show(request: Request) -> Response:
    """One dispute, for its curator to decide."""
    rival, disputed = await _curated(request)
    line = disputed.line
    values = content_of(line) | {"base_revision": line.revision_number, "decision": DisputeDecision.KEPT}
    context = _context(rival, disputed)
    return await pages.render(
        request, "knowledge/rivals/decision.html", errors={}, error=None, values=values, **context
    )


async def put_decision(request: Request) -> Response:
    """Decide. When that cannot be, what was typed is still in the form."""
    rival, disputed = await _curated(request)
    try:
        form = await request.form()
        if form.get("decision") == DisputeDecision.CORRECTED:
            await _correct(request, disputed)
        else:
            chosen = await forms.parse(request, DecisionForm)
            await decide(reader_of(request), disputed, chosen.decision, chosen.words)
    except (InvalidInput, Conflict) as error:
        context = _context(rival, disputed)
        if isinstance(error, StaleLine):
            context["theirs"] = error.line
        return await refused(request, error, "knowledge/rivals/decision.html", **context)
    return pages.redirect(path_of(rival, disputed.line), notice=_("Decided. Whoever disputed it is told."))


async def _correct(request: Request, disputed: RivalDispute) -> None:
    form = await forms.parse(request, CorrectionForm)
    await decide(
        reader_of(request),
        disputed,
        DisputeDecision.CORRECTED,
        form.words,
        wording=wording_of(form),
        base_revision=form.base_revision,
    )


async def _disputable(request: Request) -> tuple[Article, RivalLine]:
    reader = reader_of(request)
    rival = await find_rival(reader, request.path_params["id"])
    line = await find_line(rival, request.path_params["line"])
    if not policy.may_propose(reader, rival):
        raise Forbidden
    return rival, line


async def _curated(request: Request) -> tuple[Article, RivalDispute]:
    reader = reader_of(request)
    rival = await find_rival(reader, request.path_params["id"])
    disputed = await find_dispute(rival, request.path_params["dispute"])
    if not policy.may_curate(reader, rival):
        raise Forbidden
    return rival, disputed


def _context(rival: Article, disputed: RivalDispute) -> dict[str, Any]:
    return {
        "nav": "rivals",
        "rival": rival,
        "dispute": disputed,
        "line": disputed.line,
        "proof": Markup(disputed.reason_html),  # noqa: S704  # sanitised when it was written
        "longest": LONGEST_TEXT,
        "theirs": None,
    }
