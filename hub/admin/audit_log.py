"""Who did what, newest first."""

from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tortoise.functions import Count

from hub.accounts.models import User
from hub.admin.frame import LARGEST_ID, admin_of, render_admin
from hub.admin.paging import Page, page_of
from hub.audit.models import AuditEntry
from hub.pages import forms
from hub.text import Line

PER_PAGE = 50


class Asked(BaseModel):
    """Which entries to list: by action, by the person who did it, by the thing it was done to."""

    action: Annotated[str, Line(60, min_length=0)] = ""
    actor: Annotated[int, Field(ge=0, le=LARGEST_ID)] = 0
    kind: Annotated[str, Line(20, min_length=0)] = ""
    id: Annotated[int, Field(ge=0, le=LARGEST_ID)] = 0
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


async def show(request: Request) -> Response:
    admin_of(request)
    asked = forms.parse_query(request.query_params, Asked)
    found = AuditEntry.all().order_by("-id").select_related("actor")
    wanted = {
        "action": asked.action,
        "actor_id": asked.actor,
        "object_kind": asked.kind,
        "object_id": asked.id,
    }
    found = found.filter(**{field: value for field, value in wanted.items() if value})
    page: Page[AuditEntry] = await page_of(found, asked.page, PER_PAGE)
    actors = User.annotate(entries=Count("audit_entries")).filter(entries__gt=0)
    return await render_admin(
        request,
        "admin/audit_log.html",
        asked=asked,
        entries=page,
        actions=await AuditEntry.all().distinct().order_by("action").values_list("action", flat=True),
        actors=await actors.order_by("name"),
    )


routes = [Route("/admin/audit", show, methods=["GET"])]
