"""The list of cases."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from discussions import policy
from discussions.lines import line, term_boxes
from discussions.models import CaseKind
from discussions.queries.levels import choice_for
from discussions.queries.listing import Tab, ThreadFilter, find_space, list_ids
from discussions.queries.rows import rows_of
from discussions.queues.counting import MOST, counts_for
from hub import pages
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms


async def index(request: Request) -> Response:
    """A queue of cases, filtered; what the address asks for and does not exist is said on the page."""
    reader = reader_of(request)
    errors: dict[str, str] = {}
    wanted, ids, cursor = ThreadFilter(), list[int](), None
    try:
        wanted = forms.parse_query(request.query_params, ThreadFilter)
        ids, cursor = await list_ids(reader, wanted)
    except InvalidInput as error:
        errors = error.errors
    space = await find_space(reader, wanted.space) if wanted.space else None
    rows = await rows_of(reader, ids)
    next_query = f"{wanted.query()}&cursor={cursor}" if cursor else None
    return await pages.render(
        request,
        "discussions/list.html",
        status=422 if errors else 200,
        nav="threads",
        errors=errors,
        wanted=wanted,
        space=space,
        choice=await choice_for(reader, wanted, space) if not errors else None,
        lines=[line(rows[id_]) for id_ in ids if id_ in rows],
        next_url=f"/threads?{next_query}" if next_query else None,
        clear_url=f"/threads?tab={wanted.tab}",
        tabs=await _tabs(reader, wanted),
        **await _filters(reader, wanted),
    )


async def _tabs(reader: Reader, wanted: ThreadFilter) -> list[tuple[str, str, str, str | None]]:
    counts = await counts_for(reader)
    labels = {
        Tab.ACTIVE: _("By activity"),
        Tab.UNANSWERED: _("Unanswered 4 h"),
        Tab.UNDECIDED: _("Answered, not accepted"),
        Tab.MINE: _("Mine"),
        Tab.UNREAD: _("Unread"),
    }
    if wanted.tab is Tab.MUTED or counts.mutes:
        labels[Tab.MUTED] = _("Muted")
    return [
        (tab.value, label, f"/threads?{wanted.query(tab=tab.value)}", _shown(counts.by_tab.get(tab)))
        for tab, label in labels.items()
    ]


def _shown(count: int | None) -> str | None:
    """A count as its tab shows it; None for a queue that is not counted."""
    if count is None:
        return None
    return f"{MOST - 1}+" if count >= MOST else str(count or "")


async def queues(request: Request) -> Response:
    """The counts of the queues as a page shows them, for one that stays open."""
    counts = await counts_for(reader_of(request))
    return JSONResponse({tab.value: _shown(count) for tab, count in counts.by_tab.items()})


async def _filters(reader: Reader, wanted: ThreadFilter) -> dict[str, Any]:
    spaces = await policy.visible_spaces(reader).order_by("position", "name")
    states = [
        ("unanswered", _("Unanswered"), None),
        ("answered", _("Answered, none accepted"), None),
        ("solved", _("Solved"), None),
        ("locked", _("Locked"), None),
    ]
    if policy.may_moderate(reader):
        states.append(("hidden", _("Hidden"), None))
    return {
        "spaces": [(space.slug, space.name, None) for space in spaces],
        "states": states,
        "kinds": [
            (CaseKind.QUESTION.value, _("Questions"), None),
            (CaseKind.COMPLAINT.value, _("Complaints"), None),
        ],
        "term_boxes": await term_boxes(wanted),
    }


routes = [
    Route("/threads", index, methods=["GET"]),
    Route("/threads/queues", queues, methods=["GET"]),
]
