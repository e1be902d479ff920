"""Us and them: the matrix of each product, its features and cells."""

from datetime import date
from typing import Annotated, Any

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.api import Body
from hub.database import now
from hub.errors import Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from hub.text import Line
from knowledge.models import Article, MatrixFeature
from knowledge.pages.forms import Id
from knowledge.rivals import policy
from knowledge.rivals.matrix import add_feature, fill_cell, remove_feature, rename_feature
from knowledge.rivals.queries.matrix import cell_of, find_feature, find_product, matrix_of, products
from knowledge.rivals.queries.rivals import find_rival
from knowledge.rivals.wording import Source

Name = Annotated[str, Line(120)]


class FeatureForm(Body):
    name: Name


class CellForm(Body):
    """What one side has of a feature; an empty value clears the cell."""

    value: Annotated[str, Line(300, min_length=0)] = ""
    source: Source = ""
    observed_on: date


class MatrixQuery(Body):
    """`beside` is a rival that shall have a column although nothing is written there yet."""

    beside: Id | None = None


async def index(request: Request) -> Response:
    """Our products, each with its matrix."""
    return await pages.render(
        request, "knowledge/rivals/matrices.html", nav="rivals", products=await products()
    )


async def show(request: Request) -> Response:
    """The matrix of one product."""
    return await _matrix(request, errors={}, error=None, values={})


async def create_feature(request: Request) -> Response:
    """A further row."""
    reader = reader_of(request)
    product = await find_product(request.path_params["product"])
    try:
        form = await forms.parse(request, FeatureForm)
        await add_feature(reader, product, form.name)
    except InvalidInput as error:
        context = await _context(reader, request)
        return await refused(request, error, "knowledge/rivals/matrix.html", **context)
    return pages.redirect(f"/rivals/matrix/{product.id}")


async def edit_feature(request: Request) -> Response:
    """The form that renames a row or takes it out."""
    feature = await _kept(request)
    return await pages.render(
        request,
        "knowledge/rivals/feature.html",
        nav="rivals",
        feature=feature,
        values={"name": feature.name},
        errors={},
        error=None,
    )


async def update_feature(request: Request) -> Response:
    """Rename a row."""
    feature = await _kept(request)
    try:
        form = await forms.parse(request, FeatureForm)
        await rename_feature(reader_of(request), feature, form.name)
    except InvalidInput as error:
        return await refused(request, error, "knowledge/rivals/feature.html", nav="rivals", feature=feature)
    return pages.redirect(f"/rivals/matrix/{feature.product_id}")


async def delete_feature(request: Request) -> Response:
    """Take a row out of its matrix."""
    feature = await _kept(request)
    await remove_feature(reader_of(request), feature)
    return pages.redirect(f"/rivals/matrix/{feature.product_id}")


async def edit_cell(request: Request) -> Response:
    """The form of one cell: a frame in its place, or a page of its own."""
    feature, rival = await _cell(request)
    cell = await cell_of(feature, rival)
    values = {
        "value": cell.value,
        "source": cell.source,
        "observed_on": cell.observed_on or now().date(),
    }
    return await pages.render(
        request,
        "knowledge/rivals/cell.html",
        errors={},
        error=None,
        values=values,
        **_cell_context(feature, rival),
    )


async def put_cell(request: Request) -> Response:
    """Say what one side has of a feature."""
    feature, rival = await _cell(request)
    try:
        form = await forms.parse(request, CellForm)
        await fill_cell(
            reader_of(request),
            feature,
            rival,
            form.value,
            source=form.source,
            observed_on=form.observed_on,
        )
    except InvalidInput as error:
        return await refused(request, error, "knowledge/rivals/cell.html", **_cell_context(feature, rival))
    beside = f"?beside={rival.id}" if rival else ""
    return pages.redirect(f"/rivals/matrix/{feature.product_id}{beside}")


async def _matrix(request: Request, **context: Any) -> Response:
    shown = await _context(reader_of(request), request)
    return await pages.render(request, "knowledge/rivals/matrix.html", **shown | context)


async def _context(reader: Reader, request: Request) -> dict[str, Any]:
    product = await find_product(request.path_params["product"])
    wanted = forms.parse_query(request.query_params, MatrixQuery)
    beside = [wanted.beside] if wanted.beside else []
    return {"nav": "rivals", "matrix": await matrix_of(reader, product, beside=beside)}


async def _kept(request: Request) -> MatrixFeature:
    """The row that an address names, for those who keep its matrix."""
    feature = await find_feature(request.path_params["feature"])
    if not await policy.may_keep_matrix(reader_of(request), await feature.product):
        raise Forbidden
    return feature


async def _cell(request: Request) -> tuple[MatrixFeature, Article | None]:
    """The row and the side that an address names, for those who may fill the cell. A hidden rival is not there."""
    reader = reader_of(request)
    feature = await find_feature(request.path_params["feature"])
    side = request.path_params.get("side")
    if side is None:
        if not await policy.may_keep_matrix(reader, await feature.product):
            raise Forbidden
        return feature, None
    rival = await find_rival(reader, side)
    if not policy.may_curate(reader, rival):
        raise Forbidden
    return feature, rival


def _cell_context(feature: MatrixFeature, rival: Article | None) -> dict[str, Any]:
    key = str(rival.id) if rival else "us"
    name = rival.title if rival else _("Us")
    return {"nav": "rivals", "feature": feature, "rival": rival, "key": key, "side_name": name}
