"""The list of rivals, the card of one, a new one, and what customers may be sent."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.api import Body, Paging
from hub.audiences.operations import everyone
from hub.database import new_uid
from hub.errors import Conflict, InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from hub.text import Prose
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import Word, find_terms, terms_by_facet
from knowledge.articles.readership import choices, describe
from knowledge.models import LineSection
from knowledge.pages.forms import Id, chosen_audience
from knowledge.rivals.naming import new_rival
from knowledge.rivals.queries.lines import lines_of
from knowledge.rivals.queries.page import rival_page
from knowledge.rivals.queries.rivals import carded, find_rival, list_rivals, rival_of
from knowledge.rivals.sending import for_customers


class RivalForm(Body):
    """A new rival: whom it is about, and who they are in a few sentences."""

    competitor: Word
    overview: Annotated[str, Prose(100_000, min_length=1)]
    audience: Id | None = None
    uid: UUID | None = None


class ChangesQuery(Body):
    since: int = Field(0, ge=0, lt=2**63)


async def index(request: Request) -> Response:
    """Everybody we compete with, as far as the reader may know of them."""
    reader = reader_of(request)
    listed = await list_rivals(reader, forms.parse_query(request.query_params, Paging))
    return await pages.render(
        request,
        "knowledge/rivals/list.html",
        nav="rivals",
        rivals=listed.rivals,
        more=f"/rivals?cursor={listed.cursor}" if listed.cursor else None,
    )


async def show(request: Request) -> Response:
    """The card, and one tab of what lies below it."""
    reader = reader_of(request)
    page = await rival_page(
        reader,
        request.path_params["id"],
        tab=request.query_params.get("tab", ""),
        open_part=request.query_params.get("open", ""),
        line_id=request.query_params.get("line", ""),
    )
    return await pages.render(
        request,
        "knowledge/rivals/rival.html",
        nav="rivals",
        page=page,
        readers=await describe(page.rival.audience),
    )


async def changes(request: Request) -> Response:
    """The lines as they stand now, unless nothing changed since the version that a browser has."""
    rival = await find_rival(reader_of(request), request.path_params["id"])
    wanted = forms.parse_query(request.query_params, ChangesQuery)
    lines = await lines_of(rival.id)
    if lines.version == wanted.since:
        return Response(status_code=204)
    return pages.fragment(request, "knowledge/rivals/live.html", lines=lines, sections=list(LineSection))


async def of_competitor(request: Request) -> Response:
    """To the card of a competitor of the vocabulary, or to the page that invites to write one."""
    reader = reader_of(request)
    term = await _competitor(request.path_params["term"])
    if rival := await rival_of(reader, term.id):
        return pages.redirect(f"/rivals/{rival.id}")
    return await pages.render(request, "knowledge/rivals/missing.html", nav="rivals", competitor=term)


async def new(request: Request) -> Response:
    """The form of a new rival."""
    values = {
        "uid": new_uid(),
        "competitor": request.query_params.get("competitor", ""),
        "audience": (await everyone()).id,
    }
    context = await _new_context(reader_of(request))
    return await pages.render(
        request, "knowledge/rivals/new.html", errors={}, error=None, values=values, **context
    )


async def create(request: Request) -> Response:
    """A new rival."""
    reader = reader_of(request)
    try:
        form = await forms.parse(request, RivalForm)
        found = await find_terms(Facet.COMPETITOR, [form.competitor])
        if not found:
            raise InvalidInput({"competitor": _("Please fill this in.")})
        rival = await new_rival(
            reader,
            found[0],
            form.overview,
            audience=await chosen_audience(reader, form.audience),
            uid=form.uid,
        )
    except (InvalidInput, Conflict) as error:
        return await refused(request, error, "knowledge/rivals/new.html", **await _new_context(reader))
    return pages.redirect(f"/rivals/{rival.id}", notice=_("The card is there. Now add what you know."))


async def customer_text(request: Request) -> Response:
    """What customers may be sent, to be looked at and copied."""
    rival = await find_rival(reader_of(request), request.path_params["id"])
    sending = await for_customers(rival)
    return await pages.render(
        request, "knowledge/rivals/customer_text.html", nav="rivals", rival=rival, sending=sending
    )


async def _competitor(term_id: int) -> Term:
    offered = (await terms_by_facet(archived=True))[Facet.COMPETITOR]
    found = next((term for term in offered if term.id == term_id), None)
    if found is None:
        raise NotFound
    return found


async def _new_context(reader: Reader) -> dict[str, Any]:
    present = await carded(reader)
    offered = (await terms_by_facet())[Facet.COMPETITOR]
    return {
        "nav": "rivals",
        "competitors": [term for term in offered if term.id not in present],
        "audiences": await choices(reader, []),
    }
