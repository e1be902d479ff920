"""Who looked at confidential reports: for the team of a report on its page, for admins all of them without a word."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hub.accounts.models import User
from hub.admin.frame import admin_of, render_admin
from hub.api.lists import LONGEST_PAGE
from hub.i18n import _
from hub.pages import forms
from hub.web.caching import not_stored
from knowledge.defects import words
from knowledge.defects.looks import LookFilter, list_looks
from knowledge.pages.defects.frame import confidential_fragment
from knowledge.pages.defects.reviewing import reviewed

ADMIN = "/admin/defect-looks"


async def of_report(request: Request) -> Response:
    """A frame of the report's page, for its team."""
    _reader, defect = await reviewed(request)
    looks, _cursor = await list_looks(LookFilter(limit=LONGEST_PAGE), defect=defect)
    template = "knowledge/defects/review/looks_frame.html"
    return confidential_fragment(request, template, looks=looks, acts=words.LOOKS)


async def index(request: Request) -> Response:
    """All looks, for admins: references, people, acts and days."""
    admin_of(request)
    wanted = forms.parse_query(request.query_params, LookFilter)
    looks, cursor = await list_looks(wanted)
    query = wanted.model_dump(exclude_defaults=True, exclude={"cursor", "limit"}, mode="json")
    response = await render_admin(
        request,
        "knowledge/defects/admin_looks.html",
        looks=looks,
        wanted=wanted,
        acts=[(act.value, _(label)) for act, label in words.LOOKS.items()],
        labels=words.LOOKS,
        people=[(one.handle, one.name, one.handle) for one in await User.all().order_by("name")],
        more=f"{ADMIN}?{urlencode({**query, 'cursor': cursor})}" if cursor else None,
    )
    return not_stored(response)


routes: list[BaseRoute] = [Route(ADMIN, index), Route("/defects/{reference}/looks", of_report)]
