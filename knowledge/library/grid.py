"""The grid of the case library: won and lost cases by two fields, and where nobody has written one yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from hub.api import Body
from hub.database import connection
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.kept import all_terms
from hub.vocabulary.models import FACET_LABELS, Facet, Term
from knowledge.library.facets import Axis, require_two
from knowledge.reviews.tallies import Tally

WON, LOST = "success", "failure"
CASES = (WON, LOST)
# Stands for the term of cases that are not filed under a facet.
NONE = 0

_COUNTS = """
SELECT coalesce(r.term_id, 0) AS r, coalesce(c.term_id, 0) AS c,
    count(*) FILTER (WHERE kind = 'success') AS won, count(*) FILTER (WHERE kind = 'failure') AS lost
FROM article
LEFT JOIN article_term AS r ON r.article_id = article.id AND r.term_id = ANY($2)
LEFT JOIN article_term AS c ON c.article_id = article.id AND c.term_id = ANY($3)
WHERE audience_id = ANY($1) AND kind IN ('success', 'failure') AND confidence <> 'archived'
GROUP BY 1, 2
"""


class GridFilter(Body):
    """The two facets that cases are crossed by."""

    rows: Axis = Facet.PERSONALITY
    columns: Axis = Facet.STAGE


@dataclass(frozen=True)
class Cell:
    """The cases under two terms: how many, where they are listed, and where the first one would be written."""

    row: Term
    column: Term
    tally: Tally

    @property
    def url(self) -> str:
        return f"/library/cases?{self._query}"

    @property
    def write_url(self) -> str:
        return f"/articles/new?{urlencode({'kind': WON})}&{self._query}"

    @property
    def _query(self) -> str:
        return urlencode({term.facet.value: term.key for term in (self.row, self.column)})


@dataclass(frozen=True)
class Row:
    """All cells of one type of customer, or of whatever stands in the rows."""

    term: Term
    cells: list[Cell]
    total: Tally

    @property
    def approach_url(self) -> str:
        return f"/library/approach?{urlencode({self.term.facet.value: self.term.key})}"


@dataclass(frozen=True)
class Grid:
    """The grid as a reader sees it. `unfiled` cases have no term of one of the facets and stand in no cell."""

    row_label: str
    columns: list[Term]
    rows: list[Row]
    total: Tally
    unfiled: int

    @property
    def gaps(self) -> int:
        """How many cells have no case."""
        return sum(not cell.tally.n for row in self.rows for cell in row.cells)


async def grid(reader: Reader, wanted: GridFilter) -> Grid:
    """Every cell of two facets, in one statement. InvalidInput when a facet is to be crossed with itself."""
    require_two(wanted.rows, wanted.columns)
    counted = await _count(reader, wanted)
    rows = await _shown(wanted.rows, (row for row, _column in counted))
    columns = await _shown(wanted.columns, (column for _row, column in counted))
    totals: dict[int, Tally] = defaultdict(Tally)
    for (row, _column), tally in counted.items():
        totals[row] += tally
    return Grid(
        row_label=_(FACET_LABELS[wanted.rows]),
        columns=columns,
        rows=[
            Row(
                row,
                [Cell(row, column, counted.get((row.id, column.id), Tally())) for column in columns],
                totals[row.id],
            )
            for row in rows
        ],
        total=sum(counted.values(), Tally()),
        unfiled=sum(tally.n for key, tally in counted.items() if NONE in key),
    )


async def _count(reader: Reader, wanted: GridFilter) -> Mapping[tuple[int, int], Tally]:
    ids = {facet: [term.id for term in await all_terms() if term.facet is facet] for facet in Facet}
    rows = await connection().execute_query_dict(
        _COUNTS, [list(reader.audience_ids), ids[wanted.rows], ids[wanted.columns]]
    )
    return {(row["r"], row["c"]): Tally(row["won"], row["lost"]) for row in rows}


async def _shown(facet: Facet, used: Iterable[int]) -> list[Term]:
    """The terms of a facet in their order: those that are offered, and archived ones that have cases."""
    present = set(used)
    return [
        term
        for term in await all_terms()
        if term.facet is facet and (term.archived_at is None or term.id in present)
    ]
