"""The case library in the API: the grid."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from hub.api import ApiRoute, answer, parse_query
from hub.identity import reader_of
from hub.vocabulary.models import Facet
from knowledge.library.grid import GridFilter, grid


class GridCell(BaseModel):
    """Won and lost cases under two terms, given by key; both are 0 in a gap."""

    row: str
    column: str
    won: int
    lost: int


class GridOut(BaseModel):
    """Every cell of two facets; `unfiled` cases lack a term of one of them."""

    rows: Facet
    columns: Facet
    cells: list[GridCell]
    unfiled: int


async def show(request: Request) -> Response:
    wanted = parse_query(request, GridFilter)
    shown = await grid(reader_of(request), wanted)
    return answer(
        GridOut(
            rows=wanted.rows,
            columns=wanted.columns,
            cells=[
                GridCell(row=cell.row.key, column=cell.column.key, won=cell.tally.won, lost=cell.tally.lost)
                for row in shown.rows
                for cell in row.cells
            ],
            unfiled=shown.unfiled,
        )
    )


routes = [
    ApiRoute("GET", "/library/grid", show, "Count cases by two fields", query=GridFilter, response=GridOut)
]
