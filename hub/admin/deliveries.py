"""What the worker still owes, and what it gave up on."""

from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.admin.frame import admin_of, render_admin, row_of
from hub.admin.paging import Page, page_of
from hub.i18n import _, ngettext
from hub.outbox import parking
from hub.outbox.models import Delivery
from hub.pages import forms, redirect

PAGE = "/admin/deliveries"
PER_PAGE = 50


class Asked(BaseModel):
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


async def show(request: Request) -> Response:
    admin_of(request)
    asked = forms.parse_query(request.query_params, Asked)
    found = Delivery.filter(parked_at__isnull=False).order_by("-parked_at", "-id").select_related("event")
    page: Page[Delivery] = await page_of(found, asked.page, PER_PAGE)
    return await render_admin(
        request, "admin/deliveries.html", parked=page, backlogs=await parking.backlogs()
    )


async def retry(request: Request) -> Response:
    admin = admin_of(request)
    await parking.retry(admin, await row_of(Delivery, request))
    return redirect(PAGE, notice=_("The delivery is tried again."))


async def retry_all(request: Request) -> Response:
    count = await parking.retry_all(admin_of(request))
    text = ngettext("%(count)s delivery is tried again.", "%(count)s deliveries are tried again.", count)
    return redirect(PAGE, notice=text % {"count": count})


async def drop(request: Request) -> Response:
    admin = admin_of(request)
    await parking.drop(admin, await row_of(Delivery, request))
    return redirect(PAGE, notice=_("The delivery is dropped."))


routes = [
    Route(PAGE, show, methods=["GET"]),
    Route(f"{PAGE}/retry", retry_all, methods=["PUT"]),
    Route(f"{PAGE}/{{id:int}}/retry", retry, methods=["PUT"]),
    Route(f"{PAGE}/{{id:int}}", drop, methods=["DELETE"]),
]
