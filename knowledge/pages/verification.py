"""Verifying articles: one click, the plan of it, and the queue of what waits."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.accounts.models import User
from hub.api import Body
from hub.audiences.operations import members_of
from hub.errors import Forbidden, InvalidInput
from hub.i18n import N_, _
from hub.identity import reader_of
from hub.pages import forms
from hub.pages.refusing import form_page, refused
from hub.pages.rendering import show_date
from hub.pages.returning import came_from
from knowledge import policy
from knowledge.articles import change_confidence
from knowledge.articles.queries import find_article
from knowledge.errors import StaleRevision
from knowledge.models import Article, CheckUnit, Confidence
from knowledge.pages.forms import Id
from knowledge.verification.due import queue
from knowledge.verification.planning import plan

UNITS = {CheckUnit.DAYS: N_("days"), CheckUnit.MONTHS: N_("months")}


# An empty field of a form says: none.
Emptied = BeforeValidator(lambda value: value or None)


class VerificationForm(Body):
    """`revision` is what the page with the button said."""

    revision: int = Field(ge=1, lt=2**31)


class PlanForm(Body):
    """Nobody besides the stewards verifies without `verifier`; without `every`, it holds until further notice."""

    verifier: Annotated[Id | None, Emptied] = None
    every: Annotated[int | None, Emptied] = Field(None, ge=1, lt=2**15)
    unit: CheckUnit = CheckUnit.MONTHS


class QueueQuery(Body):
    whose: Literal["mine", "all"] = "mine"


async def put(request: Request) -> Response:
    """Say that the article is true, from the article or from the queue."""
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    form = await forms.parse(request, VerificationForm)
    try:
        verified = await change_confidence(reader, article, Confidence.VALIDATED, revision=form.revision)
    except StaleRevision:
        text = _("Somebody saved this article a moment ago. Read what is new, then verify it.")
        return pages.redirect(f"/articles/{article.id}", notice=text, kind="warning")
    if until := verified.verified_until:
        text = _("Verified. It holds until %(date)s.") % {"date": show_date(until, reader)}
    else:
        text = _("Verified until further notice.")
    return pages.redirect(came_from(request, f"/articles/{article.id}"), notice=text)


async def plan_form(request: Request) -> Response:
    """Who verifies the article, and how often."""
    article = await _stewarded(request)
    values = {"verifier": article.verifier_id, "every": article.check_every, "unit": article.check_unit.value}
    return await form_page(
        request, "knowledge/verification/plan.html", values=values, **await _context(article)
    )


async def put_plan(request: Request) -> Response:
    """Choose the verifier and the time."""
    article = await _stewarded(request)
    try:
        form = await forms.parse(request, PlanForm)
        verifier = await User.get_or_none(id=form.verifier, active=True) if form.verifier else None
        if form.verifier and verifier is None:
            raise InvalidInput({"verifier": _("Please choose a person.")})
        await plan(reader_of(request), article, verifier=verifier, every=form.every, unit=form.unit)
    except InvalidInput as error:
        return await refused(request, error, "knowledge/verification/plan.html", **await _context(article))
    return pages.redirect(f"/articles/{article.id}", notice=_("Saved."))


async def due(request: Request) -> Response:
    """What waits to be verified, answered or looked at."""
    reader = reader_of(request)
    wanted = forms.parse_query(request.query_params, QueueQuery)
    return await pages.render(
        request,
        "knowledge/verification/due.html",
        nav="articles",
        whose=wanted.whose,
        waiting=await queue(reader, everybody=wanted.whose == "all"),
    )


async def _context(article: Article) -> dict[str, Any]:
    people = await User.filter(id__in=list(await members_of(article.audience_id))).order_by("name", "id")
    return {
        "nav": "articles",
        "article": article,
        "people": people,
        "units": [(unit.value, _(label)) for unit, label in UNITS.items()],
    }


async def _stewarded(request: Request) -> Article:
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    if not policy.may_steward(reader, article):
        raise Forbidden
    return article
