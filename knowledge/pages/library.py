"""The case library: the grid, the cases of a cell, and how to approach a type of customer."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import reader_of
from hub.pages import forms
from hub.vocabulary.filtering import TermFilter
from hub.vocabulary.models import CUSTOMER_FACETS, FACET_LABELS, SINGLE_FACETS, Facet
from hub.vocabulary.queries import terms_by_facet
from knowledge.articles.listing import Listed, cards
from knowledge.library.cases import CaseFilter, approach, list_cases
from knowledge.library.facets import axes
from knowledge.library.grid import GridFilter, grid
from knowledge.reviews.queries import terms_by_id, title_of

# The questions that are asked most; any other two facets are chosen below them.
USUAL = (
    (Facet.PERSONALITY, Facet.STAGE),
    (Facet.PRODUCT, Facet.PERSONALITY),
    (Facet.INDUSTRY, Facet.SIZE),
    (Facet.COMPETITOR, Facet.PERSONALITY),
)


async def show(request: Request) -> Response:
    """The grid of two facets."""
    wanted, shown, errors = GridFilter(), None, {}
    try:
        wanted = forms.parse_query(request.query_params, GridFilter)
        shown = await grid(reader_of(request), wanted)
    except InvalidInput as error:
        errors = error.errors
    return await pages.render(
        request,
        "knowledge/library/grid.html",
        status=422 if errors else 200,
        nav="articles",
        errors=errors,
        wanted=wanted,
        grid=shown,
        axes=axes(),
        usual=[
            (
                f"{rows}-{columns}",
                f"{_(FACET_LABELS[rows])} × {_(FACET_LABELS[columns])}",
                f"/library?{urlencode({'rows': rows.value, 'columns': columns.value})}",
                None,
            )
            for rows, columns in USUAL
        ],
        current=f"{wanted.rows}-{wanted.columns}",
    )


async def cases(request: Request) -> Response:
    """The cases that are filed under the terms of a cell."""
    reader = reader_of(request)
    wanted, listed, terms, errors = CaseFilter(), Listed([], None), [], {}
    try:
        wanted = forms.parse_query(request.query_params, CaseFilter)
        terms = await wanted.terms()
        listed = await list_cases(reader, wanted)
    except InvalidInput as error:
        errors = error.errors
    query = wanted.query()
    under = urlencode({term.facet.value: term.key for term in terms})
    return await pages.render(
        request,
        "knowledge/library/cases.html",
        status=422 if errors else 200,
        nav="articles",
        errors=errors,
        wanted=wanted,
        terms=terms,
        cards=await cards(reader, listed.articles),
        more=f"/library/cases?{query}&{urlencode({'cursor': listed.cursor})}" if listed.cursor else None,
        under=under,
        facets=await _facets(SINGLE_FACETS),
        kinds=[("success", _("Won"), ""), ("failure", _("Lost"), "")],
    )


async def how_to_approach(request: Request) -> Response:
    """The lessons of a type of customer, for the minutes before a visit."""
    reader = reader_of(request)
    wanted, found, terms, errors = TermFilter(), None, [], {}
    try:
        wanted = forms.parse_query(request.query_params, TermFilter)
        terms = [term for term in await wanted.terms() if term.facet is not Facet.TAG]
        found = await approach(reader, terms) if terms else None
    except InvalidInput as error:
        errors = error.errors
    known = await terms_by_id()
    return await pages.render(
        request,
        "knowledge/library/approach.html",
        status=422 if errors else 200,
        nav="articles",
        errors=errors,
        wanted=wanted,
        terms=terms,
        found=found,
        under=urlencode({term.facet.value: term.key for term in terms}),
        reviews_found=[(title_of(review, known), review) for review in found.reviews] if found else [],
        facets=await _facets((*CUSTOMER_FACETS, Facet.STAGE, Facet.PRODUCT, Facet.COMPETITOR)),
        personalities=(await terms_by_facet())[Facet.PERSONALITY],
    )


async def _facets(wanted: tuple[Facet, ...]) -> list[tuple[str, str, list[object]]]:
    offered = await terms_by_facet()
    return [(facet.value, _(FACET_LABELS[facet]), list(offered[facet])) for facet in wanted if offered[facet]]
