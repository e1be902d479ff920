"""What customers want most, and the reports that a team filtered as a table."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hub.errors import Forbidden, InvalidInput
from hub.i18n import N_, _
from hub.identity import reader_of
from hub.pages import forms
from hub.vocabulary.models import Facet
from hub.vocabulary.queries import terms_by_facet
from hub.web.caching import not_stored
from knowledge.defects import words
from knowledge.defects.exporting import table
from knowledge.defects.ranking import DemandFilter, currencies, ranking
from knowledge.defects.routing import is_in_a_team
from knowledge.defects.triage import Row, TriageFilter, rows_of
from knowledge.pages.defects.frame import confidential
from knowledge.pages.defects.reviewing import labels

HERE = "/defects/demand"
_SORTS = {
    "points": N_("By points"),
    "customers": N_("By customers"),
    "value": N_("By deals in a currency"),
}


async def index(request: Request) -> Response:
    """The ranking."""
    reader = reader_of(request)
    if not await is_in_a_team(reader):
        raise Forbidden
    wanted, errors = DemandFilter(), {}
    rows: list[Row] = []
    cursor = None
    try:
        wanted = forms.parse_query(request.query_params, DemandFilter)
        ids, cursor = await ranking(reader, wanted)
        rows = await rows_of(reader, ids)
    except InvalidInput as error:
        errors = error.errors
    query = wanted.model_dump(exclude_defaults=True, exclude={"cursor", "limit"}, mode="json")
    context: dict[str, Any] = {
        "errors": errors,
        "wanted": wanted,
        "rows": rows,
        "more": f"{HERE}?{urlencode({**query, 'cursor': cursor})}" if cursor else None,
        "products": (await terms_by_facet())[Facet.PRODUCT],
        "kind_options": [(kind.value, _(label), "") for kind, label in words.KINDS.items()],
        "sorts": [(sort, _(label), "") for sort, label in _SORTS.items()],
        "currencies": [(code, code, "") for code in await currencies(reader)],
    }
    status = 422 if errors else 200
    return await confidential(
        request, "knowledge/defects/demand_ranking.html", status=status, **labels(), **context
    )


async def export(request: Request) -> Response:
    """The reports that triage shows, as CSV."""
    reader = reader_of(request)
    if not await is_in_a_team(reader):
        raise Forbidden
    text = await table(reader, forms.parse_query(request.query_params, TriageFilter))
    headers = {"Content-Disposition": 'attachment; filename="defects.csv"'}
    return not_stored(Response(text, media_type="text/csv; charset=utf-8", headers=headers))


routes: list[BaseRoute] = [Route(HERE, index), Route("/defects/triage.csv", export)]
