"""The matrix of a product as one reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from hub.database import connection
from hub.errors import NotFound
from hub.identity import Reader
from hub.vocabulary.kept import all_terms
from hub.vocabulary.models import Facet, Term
from knowledge.articles.queries import LARGEST_ID
from knowledge.models import Article, Confidence, MatrixCell, MatrixFeature
from knowledge.rivals import policy
from knowledge.rivals.ages import is_old

_PRODUCTS = """
SELECT product_id, count(*) AS features FROM matrix_feature WHERE removed_at IS NULL GROUP BY product_id
"""
_RIVALS = """
SELECT DISTINCT cell.rival_id
FROM matrix_cell cell JOIN matrix_feature feature ON feature.id = cell.feature_id
WHERE feature.product_id = $1 AND feature.removed_at IS NULL AND cell.replaced_at IS NULL
    AND cell.rival_id IS NOT NULL
"""


@dataclass(frozen=True)
class Cell:
    """What one side has of a feature; an empty `value` says that nobody has written it down yet."""

    value: str = ""
    source: str = ""
    source_html: Markup = field(default_factory=Markup)
    observed_on: date | None = None

    @property
    def old(self) -> bool:
        return self.observed_on is not None and is_old(self.observed_on)


@dataclass(frozen=True)
class Column:
    """A side: a rival, or us. `editable` by the reader."""

    rival: Article | None
    editable: bool

    @property
    def key(self) -> str:
        """How addresses call the side: the id of the rival, or ``us``."""
        return str(self.rival.id) if self.rival else "us"


@dataclass(frozen=True)
class Row:
    feature: MatrixFeature
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """Features as rows, sides as columns, us first. `addable` are the rivals that could become a column."""

    product: Term
    columns: list[Column]
    rows: list[Row]
    addable: list[Article]
    may_keep: bool


async def products() -> list[tuple[Term, int]]:
    """Our products, each with how many features its matrix has; what is not sold any more only with a matrix."""
    counted = {
        row["product_id"]: int(row["features"]) for row in await connection().execute_query_dict(_PRODUCTS)
    }
    terms = [term for term in await all_terms() if term.facet is Facet.PRODUCT]
    return [
        (term, counted.get(term.id, 0)) for term in terms if term.archived_at is None or term.id in counted
    ]


async def find_product(product_id: int) -> Term:
    """A product of the vocabulary; NotFound otherwise."""
    for term in await all_terms():
        if term.id == product_id and term.facet is Facet.PRODUCT:
            return term
    raise NotFound


async def find_feature(feature_id: int) -> MatrixFeature:
    """A row that is in its matrix; NotFound otherwise."""
    feature = await MatrixFeature.get_or_none(id=min(feature_id, LARGEST_ID), removed_at__isnull=True)
    if feature is None:
        raise NotFound
    return feature


async def matrix_of(reader: Reader, product: Term, *, beside: Iterable[int] = ()) -> Matrix:
    """The matrix of a product: the rivals of which it says something, and those `beside` them, as far as visible."""
    features = await MatrixFeature.filter(product_id=product.id, removed_at__isnull=True).order_by(
        "position", "id"
    )
    written = {row["rival_id"] for row in await connection().execute_query_dict(_RIVALS, [product.id])}
    visible = await policy.visible_to(reader).exclude(confidence=Confidence.ARCHIVED).order_by("title", "id")
    asked = written | set(beside)
    may_keep = await policy.may_keep_matrix(reader, product)
    columns = [Column(None, may_keep)]
    columns += [Column(rival, policy.may_curate(reader, rival)) for rival in visible if rival.id in asked]
    cells = await _cells(features, columns)
    return Matrix(
        product=product,
        columns=columns,
        rows=[
            Row(feature, [cells.get((feature.id, column.key), Cell()) for column in columns])
            for feature in features
        ],
        addable=[rival for rival in visible if rival.id not in asked and policy.may_curate(reader, rival)],
        may_keep=may_keep,
    )


async def _cells(features: Iterable[MatrixFeature], columns: Iterable[Column]) -> dict[tuple[int, str], Cell]:
    """The cells of these sides by feature and side; of others none is even read."""
    sides = {column.rival.id for column in columns if column.rival}
    current = MatrixCell.filter(feature_id__in=[feature.id for feature in features], replaced_at__isnull=True)
    ours = await current.filter(rival_id__isnull=True)
    theirs = await current.filter(rival_id__in=list(sides)) if sides else []
    return {(cell.feature_id, str(cell.rival_id or "us")): cell_view(cell) for cell in [*ours, *theirs]}


def cell_view(cell: MatrixCell) -> Cell:
    """A cell as it is shown."""
    return Cell(
        value=cell.value,
        source=cell.source,
        source_html=Markup(cell.source_html),  # noqa: S704  # sanitised when it was written
        observed_on=cell.observed_on,
    )


async def cell_of(feature: MatrixFeature, rival: Article | None) -> Cell:
    """What one side, which the reader has been shown, has of a feature."""
    cells = MatrixCell.filter(feature=feature, rival_id=rival.id if rival else None, replaced_at__isnull=True)
    cell = await cells.first()
    return cell_view(cell) if cell else Cell()


async def products_with(rival: Article) -> list[int]:
    """The products in whose matrix a rival, which the reader has been shown, has a cell."""
    features = MatrixFeature.filter(
        removed_at__isnull=True, cells__rival_id=rival.id, cells__replaced_at__isnull=True
    )
    return [int(str(id_)) for id_ in await features.distinct().values_list("product_id", flat=True)]
