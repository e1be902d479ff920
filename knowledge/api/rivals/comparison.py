"""Us and them in the API: the matrix of a product, and market shares."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from hub.api import ApiRoute, Body, answer, parse_body
from hub.errors import Forbidden
from hub.identity import reader_of
from hub.text import Line
from knowledge.rivals.matrix import fill_cell
from knowledge.rivals.queries.matrix import Cell, Matrix, find_feature, find_product, matrix_of
from knowledge.rivals.queries.rivals import find_rival
from knowledge.rivals.queries.shares import Market, markets
from knowledge.rivals.shares import Share, enter_share
from knowledge.rivals.wording import Source


class CellValue(Body):
    """What one side has of a feature; an empty `value` clears the cell."""

    value: Annotated[str, Line(300, min_length=0)]
    source: Source = ""
    observed_on: date


class CellOut(BaseModel):
    """One side of a feature. `rival` is null for us; `value` is empty when nobody has written it down."""

    rival: int | None
    name: str | None
    value: str
    source_html: str
    observed_on: date | None
    old: bool


class FeatureOut(BaseModel):
    id: int
    name: str
    cells: list[CellOut]


class MatrixOut(BaseModel):
    """Us and those rivals that the caller may know of, feature by feature."""

    product: str
    features: list[FeatureOut]

    @classmethod
    def of(cls, matrix: Matrix) -> "MatrixOut":
        def cell(place: int, cell: Cell) -> CellOut:
            rival = matrix.columns[place].rival
            return CellOut(
                rival=rival.id if rival else None,
                name=rival.title if rival else None,
                value=cell.value,
                source_html=str(cell.source_html),
                observed_on=cell.observed_on,
                old=cell.old,
            )

        return cls(
            product=matrix.product.key,
            features=[
                FeatureOut(
                    id=row.feature.id,
                    name=row.feature.name,
                    cells=[cell(place, one) for place, one in enumerate(row.cells)],
                )
                for row in matrix.rows
            ],
        )


class ShareOut(BaseModel):
    """An entry: `rival` is null for us, `quarter` 0 for a whole year, `share` a percentage."""

    rival: int | None
    name: str | None
    region: str
    year: int
    quarter: int
    share: Decimal | None
    place: Annotated[int | None, Field(description="The rank among all.")]
    source_html: str


class MarketOut(BaseModel):
    """Every entry that the caller may know of, by region and period."""

    shares: list[ShareOut]

    @classmethod
    def of(cls, markets: list[Market]) -> "MarketOut":
        return cls(
            shares=[
                ShareOut(
                    rival=side.rival.id if side.rival else None,
                    name=side.rival.title if side.rival else None,
                    region=market.region,
                    year=year,
                    quarter=quarter,
                    share=entry.share,
                    place=entry.place,
                    source_html=str(entry.source_html),
                )
                for market in markets
                for side in market.sides
                for (year, quarter), entry in side.entries.items()
            ]
        )


async def show_matrix(request: Request) -> Response:
    return answer(await _matrix(request, request.path_params["product"]))


async def put_cell(request: Request) -> Response:
    reader = reader_of(request)
    feature = await find_feature(request.path_params["feature"])
    rival = await find_rival(reader, request.path_params["id"])
    body = await parse_body(request, CellValue)
    await fill_cell(reader, feature, rival, body.value, source=body.source, observed_on=body.observed_on)
    return answer(await _matrix(request, feature.product_id))


async def show_market(request: Request) -> Response:
    return answer(MarketOut.of(await markets(reader_of(request))))


async def enter(request: Request) -> Response:
    reader = reader_of(request)
    rival = await find_rival(reader, request.path_params["id"])
    await enter_share(reader, rival, await parse_body(request, Share))
    return answer(MarketOut.of(await markets(reader, of=rival)), 201)


async def _matrix(request: Request, product_id: int) -> "MatrixOut":
    return MatrixOut.of(await matrix_of(reader_of(request), await find_product(product_id)))


routes = [
    ApiRoute(
        "GET",
        "/rivals/matrix/{product:int}",
        show_matrix,
        "Compare a product with the rivals'",
        response=MatrixOut,
    ),
    ApiRoute(
        "PUT",
        "/rivals/features/{feature:int}/cells/{id:int}",
        put_cell,
        "Say what a rival has of a feature",
        CellValue,
        MatrixOut,
        errors=(Forbidden,),
    ),
    ApiRoute("GET", "/rivals/market", show_market, "Read market shares", response=MarketOut),
    ApiRoute(
        "POST",
        "/rivals/{id:int}/shares",
        enter,
        "Enter a rival's market share",
        Share,
        MarketOut,
        status=201,
        errors=(Forbidden,),
    ),
]
