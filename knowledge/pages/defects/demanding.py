"""Customers on whose behalf a report matters."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.database import new_uid
from hub.errors import Conflict, Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from knowledge.defects import demanding, policy
from knowledge.defects.forms import WishForm
from knowledge.defects.queries import find_defect, find_demand
from knowledge.kinds.shapes import Currency
from knowledge.models import Defect
from knowledge.pages.defects.frame import confidential, confidential_refused
from knowledge.pages.defects.reporting import demand_labels, weight_choices

TEMPLATE = "knowledge/defects/demand.html"


async def new(request: Request) -> Response:
    """The form."""
    defect = await _defect(reader_of(request), request)
    values = {"uid": new_uid()}
    return await confidential(request, TEMPLATE, values=values, errors={}, error=None, **_context(defect))


async def create(request: Request) -> Response:
    """One more customer."""
    reader = reader_of(request)
    defect = await _defect(reader, request)
    try:
        form = await forms.parse(request, WishForm)
        await demanding.give(reader, defect, form.wish(), uid=form.uid)
    except (InvalidInput, Conflict) as error:
        return await confidential_refused(request, error, TEMPLATE, **_context(defect))
    return pages.redirect(f"/defects/{defect.reference}#demands", notice=_("Added. The team sees it."))


async def delete(request: Request) -> Response:
    """Take back what one said on a customer's behalf."""
    reader, reference = reader_of(request), request.path_params["reference"]
    demand = await find_demand(reader, reference, request.path_params["uid"])
    await demanding.withdraw(reader, demand)
    return pages.redirect(f"/defects/{reference}#demands", notice=_("Taken back."))


async def _defect(reader: Reader, request: Request) -> Defect:
    defect = await find_defect(reader, request.path_params["reference"])
    if not policy.may_reply(reader, defect) or defect.sealed:
        raise Forbidden
    return defect


def _context(defect: Defect) -> dict[str, Any]:
    return {
        "defect": defect,
        "labels": demand_labels(),
        "weights": weight_choices(),
        "currencies": Currency("").options(),
    }
