"""Everybody who has an account, and those who are asked to join."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from hub.accounts import invitations
from hub.accounts.links import link_for
from hub.accounts.models import User
from hub.admin.frame import admin_of, form_page_admin
from hub.admin.paging import Page, page_of
from hub.audiences.models import Group
from hub.i18n import current_locale
from hub.pages import forms
from hub.text import Line

PAGE = "/admin/people"
PER_PAGE = 50


class Asked(BaseModel):
    """Which people to list. Authors of imported texts are listed only on request."""

    q: Annotated[str, Line(100, min_length=0)] = ""
    state: Literal["active", "inactive", "imported"] = "active"
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


async def show(request: Request) -> Response:
    admin_of(request)
    return await form_page_admin(request, "admin/people.html", **await people_context(request))


async def people_context(request: Request) -> dict[str, object]:
    """What the page of people shows, its form aside."""
    asked = forms.parse_query(request.query_params, Asked)
    page: Page[User] = await page_of(_found(asked).order_by("name", "id"), asked.page, PER_PAGE)
    waiting = await invitations.waiting()
    return {
        "section": PAGE,
        "asked": asked,
        "people": page,
        "waiting": [(one, link_for("invitation", one.uid)) for one in waiting],
        "groups": await Group.all().order_by("name"),
        "own_groups": set(),
        "default_locale": current_locale(),
    }


def _found(asked: Asked) -> QuerySet[User]:
    states = {
        "active": Q(active=True, placeholder=False),
        "inactive": Q(active=False, placeholder=False),
        "imported": Q(placeholder=True),
    }
    found = User.filter(states[asked.state])
    if asked.q:
        found = found.filter(
            Q(name__icontains=asked.q) | Q(email__icontains=asked.q) | Q(handle__icontains=asked.q)
        )
    return found


routes = [Route(PAGE, show, methods=["GET"])]
