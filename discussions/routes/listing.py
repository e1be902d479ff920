"""The list of cases."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from discussions import policy
from discussions.models import Thread
from discussions.queries import choices
from discussions.queries.levels import choice_for, mutes_anything
from discussions.queries.listing import Tab, ThreadFilter, find_space, in_tab, list_threads
from discussions.queries.threads import thread_rows
from hub import pages
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.vocabulary.models import CUSTOMER_FACETS, Facet

# In the order of their boxes; tags have a box of their own, for several.
FILTERED = (Facet.PRODUCT, Facet.COMPETITOR, Facet.STAGE, *CUSTOMER_FACETS)


async def index(request: Request) -> Response:
    """A queue of cases, filtered; what the address asks for and does not exist is said on the page."""
    reader = reader_of(request)
    errors: dict[str, str] = {}
    wanted, threads, cursor = ThreadFilter(), list[Thread](), None
    try:
        wanted = forms.parse_query(request.query_params, ThreadFilter)
        listed = await list_threads(reader, wanted)
        threads, cursor = listed.threads, listed.cursor
    except InvalidInput as error:
        errors = error.errors
    space = await find_space(reader, wanted.space) if wanted.space else None
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
        rows=await thread_rows(reader, threads),
        next_url=f"/threads?{next_query}" if next_query else None,
        clear_url=f"/threads?tab={wanted.tab}",
        tabs=await _tabs(reader, wanted),
        **await _filters(reader),
    )


async def _tabs(reader: Reader, wanted: ThreadFilter) -> list[tuple[str, str, str, int | None]]:
    counted = {tab: await in_tab(reader, tab).count() for tab in (Tab.UNANSWERED, Tab.UNREAD)}
    labels = {
        Tab.ACTIVE: _("By activity"),
        Tab.UNANSWERED: _("Unanswered"),
        Tab.UNREAD: _("Unread"),
        Tab.MINE: _("Mine"),
    }
    if wanted.tab is Tab.MUTED or await mutes_anything(reader):
        labels[Tab.MUTED] = _("Muted")
    return [
        (tab.value, label, f"/threads?{wanted.query(tab=tab.value)}", counted.get(tab) or None)
        for tab, label in labels.items()
    ]


async def _filters(reader: Reader) -> dict[str, Any]:
    words = await choices.vocabulary()
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
        "facets": [
            (facet.value, words["labels"][facet.value], words["terms"][facet.value]) for facet in FILTERED
        ],
        "tags": words["terms"]["tag"],
    }


routes = [Route("/threads", index, methods=["GET"])]
