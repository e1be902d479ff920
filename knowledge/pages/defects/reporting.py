"""The form of a report, and who will read it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from discussions.models import Thread
from discussions.queries.reading import find_thread
from hub import pages
from hub.database import new_uid
from hub.errors import Conflict, InvalidInput
from hub.i18n import N_, _
from hub.identity import reader_of
from hub.pages import forms
from hub.pages.returning import came_from
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import find_terms
from knowledge.defects import reporting, words
from knowledge.defects.forms import ReportForm
from knowledge.defects.routing import Readership, answered_products, readership
from knowledge.kinds.shapes import Currency
from knowledge.models import DefectKind, Origin, Severity
from knowledge.pages.defects.frame import confidential, confidential_fragment, confidential_refused

TEMPLATE = "knowledge/defects/new.html"
# What the address may fill in; words of a report never stand in addresses, which end up in logs.
_GIVEN = ("kind", "origin", "product", "severity")
_ASKED = {
    DefectKind.TECHNICAL: N_("It does not do what it should."),
    DefectKind.MARKET: N_("It works, and does not fit what customers want or others offer."),
    DefectKind.IMPROVEMENT: N_("It could be better."),
}


async def new(request: Request) -> Response:
    """The form, filled in as far as the address can say."""
    given = {name: request.query_params.get(name, "") for name in _GIVEN}
    return await _form(request, {name: value for name, value in given.items() if value})


async def new_from_thread(request: Request) -> Response:
    """The form, filled in with what a case says: its title, its product, and the case itself."""
    thread = await find_thread(reader_of(request), request.path_params["id"])
    products = [term.key for term in await thread.terms.filter(facet=Facet.PRODUCT)]
    values: dict[str, Any] = {"title": thread.title, "thread": thread.id}
    return await _form(request, values | ({"product": products[0]} if products else {}), thread)


async def create(request: Request) -> Response:
    """A new report. Before anything is kept, the names of those who will read it were on the page."""
    reader = reader_of(request)
    thread: Thread | None = None
    try:
        form = await forms.parse(request, ReportForm)
        thread = await form.about(reader)
        filing = await form.filing()
        defect = await reporting.report(
            reader,
            filing,
            form.told,
            thread=thread,
            wish=form.wish,
            readers=form.readers,
            uid=form.uid,
        )
    except (InvalidInput, Conflict) as error:
        sent = await request.form()
        product = await _chosen(str(sent.get("product", "")))
        answering, _problem = await _answering(product, str(sent.get("origin", "")))
        context = await _context(request, thread, answering)
        return await confidential_refused(request, error, TEMPLATE, **context)
    notice = _("Reported as %(reference)s. You will hear what becomes of it.")
    return pages.redirect(f"/defects/{defect.reference}", notice=notice % {"reference": defect.reference})


async def readers(request: Request) -> Response:
    """Who would read a report about a product, for the form that stands open."""
    reader_of(request)
    chosen = await _chosen(request.query_params.get("product", ""))
    answering, problem = await _answering(chosen, request.query_params.get("origin", ""))
    return confidential_fragment(
        request, "knowledge/defects/readers.html", answering=answering, problem=problem
    )


async def _form(request: Request, given: dict[str, Any], thread: Thread | None = None) -> Response:
    product = await _chosen(given.get("product", ""))
    if product and "origin" not in given:
        given["origin"] = await _origin_of(product)
    values: dict[str, Any] = {"uid": new_uid(), "origin": Origin.OWN.value}
    values |= given
    answering, problem = await _answering(product, values["origin"])
    context = await _context(request, thread, answering)
    return await confidential(
        request,
        TEMPLATE,
        values=values,
        errors={"product": problem} if problem else {},
        error=None,
        **context,
    )


async def _chosen(word: str) -> Term | None:
    try:
        return next(iter(await find_terms(Facet.PRODUCT, [word])), None)
    except InvalidInput:
        return None


async def _origin_of(product: Term) -> str:
    """Whose product it probably is: one that no team of ours answers for is a resold one."""
    try:
        await readership(product, Origin.OWN)
    except InvalidInput:
        return Origin.RESOLD.value
    return Origin.OWN.value


async def _answering(product: Term | None, origin: str) -> tuple[Readership | None, str]:
    if product is None or origin not in list(Origin):
        return None, ""
    try:
        return await readership(product, Origin(origin)), ""
    except InvalidInput as error:
        return None, error.errors["product"]


async def _context(request: Request, thread: Thread | None, answering: Readership | None) -> dict[str, Any]:
    labels = {
        "kind": _("What is it?"),
        "origin": _("Whose product is it?"),
        "product": _("Product"),
        "product_version": _("Version"),
        "severity": _("How bad is it?"),
        "title": _("In one line"),
        "body": _("What happens?"),
        "said": _("What the customer said"),
    }
    return {
        "labels": labels | demand_labels("demand."),
        "thread": thread,
        "answering": answering,
        # Said at the field.
        "problem": "",
        "kinds": kind_choices(),
        "origins": [(origin.value, _(label), None) for origin, label in words.ORIGINS.items()],
        "severities": severity_choices(),
        "weights": weight_choices(),
        "currencies": Currency("").options(),
        "products": await answered_products(),
        "draft_key": f"defect:thread:{thread.id}" if thread else "defect:new",
        "back": came_from(request, "/defects"),
    }


def kind_choices() -> list[tuple[str, str, str | None]]:
    """The kinds of reports for a field, with what each means."""
    return [(kind.value, _(label), _(_ASKED[kind])) for kind, label in words.KINDS.items()]


def severity_choices() -> list[tuple[str, str, str | None]]:
    """The severities for a field, the mildest first."""
    return [
        (severity.name.lower(), _(words.SEVERITIES[severity].label), None) for severity in sorted(Severity)
    ]


def weight_choices() -> list[tuple[str, str, str | None]]:
    """The weights of a customer's demand for a field, the lightest first."""
    return [(weight.name.lower(), _(label), None) for weight, label in sorted(words.WEIGHTS.items())]


def demand_labels(prefix: str = "") -> dict[str, str]:
    """What the fields of a demand are called, their names after `prefix`."""
    labels = {
        "customer": _("Customer"),
        "value": _("Deal value"),
        "currency": _("Currency"),
        "weight": _("How much do they mind?"),
        "words": _("In a few words"),
    }
    return {prefix + name: label for name, label in labels.items()}
