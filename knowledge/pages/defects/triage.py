"""Triage: what waits for one's teams, and beside the list the report that is read."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from hub.accounts.models import User
from hub.errors import Forbidden, HubError, InvalidInput, NotFound
from hub.i18n import N_, _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.text import Line
from hub.vocabulary.models import Facet
from hub.vocabulary.queries import terms_by_facet
from knowledge.defects import words
from knowledge.defects.policy import reviewed_by
from knowledge.defects.queries import find_defect
from knowledge.defects.reviewing import is_snoozed
from knowledge.defects.routing import is_in_a_team
from knowledge.defects.triage import Row, TriageFilter, counts, triage
from knowledge.models import Defect, DefectState
from knowledge.pages.defects import showing
from knowledge.pages.defects.frame import confidential, confidential_refused
from knowledge.pages.defects.reviewing import labels, report_context

TEMPLATE = "knowledge/defects/triage.html"
_TABS = {
    "waiting": N_("Waiting"),
    "accepted": N_("Accepted"),
    "snoozed": N_("Put off"),
    "fixed": N_("Fixed"),
    "declined": N_("Declined"),
    "duplicate": N_("Known already"),
    "all": N_("All of them"),
}
_SORTS = {"severity": N_("Worst first"), "age": N_("Oldest first"), "demand": N_("Most wanted first")}
_KEYS = (
    ("J", N_("Next report")),
    ("K", N_("Previous report")),
    ("1", N_("Accept")),
    ("2", N_("Duplicate: choose the main report")),
    ("3", N_("Decline, with a reason")),
    ("4", N_("Fixed")),
    ("H", N_("Put off")),
    ("A", N_("Assign")),
    ("R", N_("Reply")),
    ("N", N_("Note")),
    ("O", N_("Open the whole page")),
    ("Z", N_("Undo the last decision")),
    ("Esc", N_("Close what is open")),
    ("?", N_("These shortcuts")),
)


class TriagePage(TriageFilter):
    """The list, the report that is read (`at`), and the one that was decided about a moment ago (`done`)."""

    at: Annotated[str, Line(12, min_length=0)] = ""
    done: Annotated[str, Line(12, min_length=0)] = ""

    @property
    def chosen(self) -> int:
        """How many filters are set besides the state."""
        named = (self.product, self.severity, self.kind, self.assignee, self.mine, self.since, self.until)
        return sum(map(bool, named))


async def index(request: Request) -> Response:
    """The list, and one of it."""
    wanted, errors = TriagePage(), {}
    try:
        wanted = forms.parse_query(request.query_params, TriagePage)
    except InvalidInput as error:
        errors = error.errors
    context = await _context(request, wanted, errors)
    status = 422 if context["filter_errors"] else 200
    return await confidential(request, TEMPLATE, status=status, errors={}, error=None, values={}, **context)


async def again(request: Request, error: HubError, defect: Defect) -> Response:
    """The page on which a form stood, with the report as it is now, what was typed, and what is wrong with it."""
    query = (await request.form()).get("triage")
    if query is None:
        return await confidential_refused(
            request, error, showing.TEMPLATE, **await report_context(request, defect)
        )
    try:
        wanted = forms.validate(TriagePage, dict(parse_qsl(str(query))) | {"at": defect.reference})
    except InvalidInput:
        wanted = TriagePage(at=defect.reference)
    return await confidential_refused(request, error, TEMPLATE, **await _context(request, wanted, {}))


async def _context(request: Request, wanted: TriagePage, errors: dict[str, str]) -> dict[str, Any]:
    reader = reader_of(request)
    if not await is_in_a_team(reader):
        raise Forbidden
    rows: list[Row] = []
    cursor = None
    try:
        rows, cursor = await triage(reader, wanted)
    except InvalidInput as error:
        errors = errors | error.errors
    query = wanted.query(cursor=wanted.cursor)
    counted = await counts(reader)
    return (
        labels()
        | await _read(request, wanted)
        | await _done(reader, wanted)
        | {
            "wanted": wanted,
            "rows": rows,
            "filter_errors": errors,
            "triage": query,
            "more": f"/defects/triage?{wanted.query(cursor=cursor)}" if cursor else None,
            "tabs": [
                (state, _(label), f"/defects/triage?{wanted.query(state=state)}", counted[state] or None)
                for state, label in _TABS.items()
            ],
            "keys": [(key, _(label)) for key, label in _KEYS],
            "following": _following(rows, wanted.at),
        }
        | await _choices(reader)
    )


def _following(rows: Sequence[Row], reference: str) -> str:
    """The report that is read when the one that is read now leaves the list: the next, or else the one before."""
    listed = [row.defect.reference for row in rows]
    if reference not in listed:
        return listed[0] if listed else ""
    place = listed.index(reference)
    rest = listed[place + 1 :] or listed[:place][-1:]
    return rest[0] if rest else ""


async def _read(request: Request, wanted: TriagePage) -> dict[str, Any]:
    """The report that is read, if it is one of the reader's teams."""
    reader = reader_of(request)
    if not await reviewed_by(reader).filter(reference=wanted.at).exists():
        return {"page": None}
    try:
        return await report_context(request, await find_defect(reader, wanted.at))
    except NotFound:
        return {"page": None}


async def _done(reader: Reader, wanted: TriagePage) -> dict[str, Any]:
    """What became of the report that was decided about a moment ago, and how that is undone."""
    done = await reviewed_by(reader).get_or_none(reference=wanted.done) if wanted.done else None
    if done is None:
        return {"done": None}
    return {"done": done, "done_label": _label(done), "done_undo": _undo(done)}


def _label(defect: Defect) -> str:
    return _("Put off") if is_snoozed(defect) else _(words.STATES[defect.state].label)


def _undo(defect: Defect) -> tuple[str, str] | None:
    """The noun and the method that take the last decision back."""
    if is_snoozed(defect):
        return "snooze", "DELETE"
    if defect.state is DefectState.DUPLICATE:
        return "main", "DELETE"
    return None if defect.state is DefectState.NEW else ("reopening", "PUT")


async def _choices(reader: Reader) -> dict[str, Any]:
    people = User.filter(memberships__group_id__in=list(reader.group_ids), active=True).distinct()
    return {
        "products": (await terms_by_facet())[Facet.PRODUCT],
        "severity_options": [(one.name.lower(), _(sign.label), "") for one, sign in words.SEVERITIES.items()],
        "kind_options": [(kind.value, _(label), "") for kind, label in words.KINDS.items()],
        "people": [(one.handle, one.name, one.handle) for one in await people.order_by("name")],
        "sorts": [(sort, _(label), "") for sort, label in _SORTS.items()],
    }
