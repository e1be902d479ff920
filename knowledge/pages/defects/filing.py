"""Filing a report anew, which may hand it to another team, and opening it to more readers."""

from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from tortoise.expressions import Subquery

from hub import pages
from hub.accounts.models import User
from hub.api import Body
from hub.audiences.models import Group, Membership
from hub.errors import Conflict, InvalidInput
from hub.i18n import _
from hub.pages import forms
from hub.text import Line
from knowledge.defects import words
from knowledge.defects.errors import ReadersNotConfirmed
from knowledge.defects.filing import refile
from knowledge.defects.forms import ClearFilingForm
from knowledge.defects.readers import besides_team
from knowledge.defects.routing import answered_products
from knowledge.defects.widening import open_to
from knowledge.models import Defect, Severity
from knowledge.pages.defects.frame import confidential, confidential_refused
from knowledge.pages.defects.reporting import severity_choices
from knowledge.pages.defects.reviewing import reviewed
from knowledge.pages.forms import Id

FILING, READERS = "knowledge/defects/review/filing.html", "knowledge/defects/review/readers.html"


class Refiling(ClearFilingForm):
    """`confirmed` is the agreement to those who would read it newly."""

    version: int = Field(ge=1, lt=2**31)
    confirmed: Annotated[str, Line(64, min_length=0)] = ""


class Opening(Body):
    """The groups and people who read it besides the team."""

    groups: list[Id] = Field(default_factory=list, max_length=100)
    people: list[Id] = Field(default_factory=list, max_length=200)
    version: int = Field(ge=1, lt=2**31)
    confirmed: Annotated[str, Line(64, min_length=0)] = ""


async def filing_form(request: Request) -> Response:
    """What it is filed under."""
    _reader, defect = await reviewed(request)
    values = {
        "product": defect.product.key,
        "origin": defect.origin.value,
        "kind": defect.kind.value,
        "severity": Severity(defect.severity).name.lower(),
        "product_version": defect.product_version,
        "version": defect.version,
    }
    return await confidential(request, FILING, values=values, errors={}, error=None, **await _filing(defect))


async def put_filing(request: Request) -> Response:
    """File it anew. When another team answers for it then, the page names its people and asks."""
    reader, defect = await reviewed(request)
    try:
        form = await forms.parse(request, Refiling)
        filed = await refile(
            reader, defect, await form.filing(), confirmed=form.confirmed, version=form.version
        )
    except (InvalidInput, Conflict) as error:
        return await confidential_refused(request, error, FILING, **(await _filing(defect) | _asked(error)))
    if filed.team_id not in reader.group_ids:
        text = _("%(reference)s went to the other team.") % {"reference": filed.reference}
        return pages.redirect("/defects/triage", notice=text)
    return pages.redirect(f"/defects/{defect.reference}", notice=_("Refiled."))


async def readers_form(request: Request) -> Response:
    """Who reads it besides its team and its reporter."""
    _reader, defect = await reviewed(request)
    groups, people = await besides_team(defect)
    values = {"groups": groups, "people": people, "version": defect.version}
    return await confidential(
        request, READERS, values=values, errors={}, error=None, **await _readers(defect)
    )


async def put_readers(request: Request) -> Response:
    """Open it to exactly these. When somebody gains, the page names them and asks."""
    reader, defect = await reviewed(request)
    try:
        form = await forms.parse(request, Opening)
        await open_to(
            reader,
            defect,
            group_ids=form.groups,
            user_ids=form.people,
            confirmed=form.confirmed,
            version=form.version,
        )
    except (InvalidInput, Conflict) as error:
        context = await _readers(defect) | _asked(error) | {"values": await _sent(request)}
        return await confidential_refused(request, error, READERS, **context)
    return pages.redirect(f"/defects/{defect.reference}", notice=_("The readers have changed."))


def _asked(error: Exception) -> dict[str, Any]:
    """Who would gain, to be named and agreed to."""
    if isinstance(error, ReadersNotConfirmed):
        return {"gained": error.gained, "agreement": error.agreement}
    return {}


async def _sent(request: Request) -> dict[str, Any]:
    form = await request.form()
    return {
        "groups": set(forms.ids_among(form.getlist("groups"))),
        "people": set(forms.ids_among(form.getlist("people"))),
        "version": form.get("version"),
    }


async def _filing(defect: Defect) -> dict[str, Any]:
    return {
        "defect": defect,
        "gained": [],
        "agreement": "",
        "products": await answered_products(),
        "kinds": [(kind.value, _(label), None) for kind, label in words.KINDS.items()],
        "origins": [(origin.value, _(label), None) for origin, label in words.ORIGINS.items()],
        "severities": severity_choices(),
    }


async def _readers(defect: Defect) -> dict[str, Any]:
    team = Subquery(Membership.filter(group_id=defect.team_id).values("user_id"))
    people = User.filter(active=True).exclude(id__in=team)
    return {
        "defect": defect,
        "gained": [],
        "agreement": "",
        "groups": await Group.exclude(id=defect.team_id).order_by("name"),
        "people": await people.exclude(id=defect.author_id).order_by("name"),
    }


_DEFECT = "/defects/{reference}"
routes: list[BaseRoute] = [
    Route(f"{_DEFECT}/filing", filing_form, methods=["GET"]),
    Route(f"{_DEFECT}/filing", put_filing, methods=["PUT"]),
    Route(f"{_DEFECT}/readers", readers_form, methods=["GET"]),
    Route(f"{_DEFECT}/readers", put_readers, methods=["PUT"]),
]
