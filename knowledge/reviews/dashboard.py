"""Won and lost by two fields that reviews are filed under, by a third one, and by reason: one statement for all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.database import connection
from hub.identity import Reader
from hub.vocabulary.models import Facet
from knowledge.library.facets import Axis, require_two
from knowledge.models import MainReason, Outcome, ReasonSource
from knowledge.reviews.listing import ReviewCriteria
from knowledge.reviews.queries import tally_of
from knowledge.reviews.tallies import Tally

# Stands for the term of reviews that are not filed under a facet.
NONE = 0

# r, c and t are the terms of the three facets; `about` says which of them a row of the answer counts.
_COUNTS = """
SELECT GROUPING(r, t, reason) AS about, r, c, t, reason, reason_source, outcome, count(*) AS n
FROM (
    SELECT coalesce({rows}_id, 0) AS r, coalesce({columns}_id, 0) AS c, coalesce({third}_id, 0) AS t,
        reason, reason_source, outcome
    FROM deal_review
    WHERE audience_id = ANY($1) AND withdrawn_at IS NULL {conditions}
) AS deal
GROUP BY GROUPING SETS ((r, c, outcome), (t, outcome), (reason, reason_source, outcome))
"""
_CELL, _THIRD = 0b011, 0b101

Reasons = dict[Outcome, dict[MainReason, dict[ReasonSource, int]]]


class DashboardFilter(ReviewCriteria):
    """Which reviews are counted, and by which two facets."""

    rows: Axis = Facet.COMPETITOR
    columns: Axis = Facet.PERSONALITY

    @property
    def third(self) -> Facet:
        """The facet that is counted by itself, beside the two."""
        usual = (Facet.STAGE, Facet.COMPETITOR, Facet.PERSONALITY)
        return next(facet for facet in usual if facet not in (self.rows, self.columns))


@dataclass(frozen=True)
class Counted:
    """Tallies by the ids of terms, `NONE` for reviews that are not filed under the facet."""

    cells: dict[tuple[int, int], Tally]
    third: dict[int, Tally]
    reasons: Reasons

    def along(self, place: int) -> dict[int, Tally]:
        """The cells summed up by row (0) or by column (1)."""
        sums: dict[int, Tally] = defaultdict(Tally)
        for key, tally in self.cells.items():
            sums[key[place]] += tally
        return dict(sums)

    @property
    def total(self) -> Tally:
        return sum(self.cells.values(), Tally())


async def count(reader: Reader, wanted: DashboardFilter) -> Counted:
    """The tallies of the reviews that `reader` may see.

    InvalidInput for words that name no term, and for a facet that is to be crossed with itself.
    """
    require_two(wanted.rows, wanted.columns)
    conditions = await wanted.conditions()
    query = _COUNTS.format(
        rows=wanted.rows, columns=wanted.columns, third=wanted.third, conditions=_in_sql(conditions)
    )
    values = [list(reader.audience_ids), *conditions.values()]
    return _counted(await connection().execute_query_dict(query, values))


def _in_sql(conditions: Iterable[str]) -> str:
    # The names come from `ReviewCriteria.conditions`, never from outside.
    return " ".join(f"AND {_compared(name, place)}" for place, name in enumerate(conditions, start=2))


def _compared(name: str, place: int) -> str:
    column, _two, comparison = name.partition("__")
    if comparison == "isnull":
        return f"({column} IS NULL) = ${place}"
    return f"{column} {'>=' if comparison else '='} ${place}"


def _counted(rows: Iterable[Mapping[str, Any]]) -> Counted:
    cells: dict[tuple[int, int], Tally] = defaultdict(Tally)
    third: dict[int, Tally] = defaultdict(Tally)
    reasons: Reasons = {outcome: {} for outcome in Outcome}
    for row in rows:
        if row["about"] == _CELL:
            cells[row["r"], row["c"]] += tally_of(row["outcome"], row["n"])
        elif row["about"] == _THIRD:
            third[row["t"]] += tally_of(row["outcome"], row["n"])
        else:
            by_source = reasons[Outcome(row["outcome"])].setdefault(MainReason(row["reason"]), {})
            by_source[ReasonSource(row["reason_source"])] = row["n"]
    return Counted(dict(cells), dict(third), reasons)
