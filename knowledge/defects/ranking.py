"""Demand: how many customers mind a report, how much, and which deals hang on it. docs/defects.md has the arithmetic.

A report speaks for its duplicates, too. Only its team may see any of this.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from hub.api import Paging, decode_cursor, encode_cursor
from hub.database import connection
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.text import Line
from hub.vocabulary.models import Facet
from hub.vocabulary.queries import Word, find_terms
from knowledge.defects import policy
from knowledge.models import DefectKind

# A customer counts once for a report, however many colleagues named them, with what they mind most and, in each
# currency, the largest deal.
_NAMED = r"lower(regexp_replace(btrim(demand.customer), '\s+', ' ', 'g'))"
_FROM = "FROM defect_demand demand JOIN defect ON defect.id = demand.defect_id"
_MAIN = "coalesce(defect.duplicate_of_id, defect.id)"

_POINTS = f"""
SELECT main_id, count(*) AS customers, sum(1 << (weight - 1)) AS points,
    count(*) FILTER (WHERE weight = 4) AS breakers
FROM (
    SELECT {_MAIN} AS main_id, max(demand.weight) AS weight {_FROM}
    WHERE defect.team_id = ANY($1) {{only}}
    GROUP BY {_MAIN}, {_NAMED}
) customer GROUP BY main_id
"""  # noqa: S608  # no value from outside
_VALUES = f"""
SELECT main_id, currency, sum(value) AS value FROM (
    SELECT {_MAIN} AS main_id, demand.currency, max(demand.value) AS value {_FROM}
    WHERE defect.team_id = ANY($1) AND demand.value IS NOT NULL {{only}}
    GROUP BY {_MAIN}, {_NAMED}, demand.currency
) deal GROUP BY main_id, currency ORDER BY main_id, value DESC
"""  # noqa: S608

# The points of the reports of teams ($1), by main report; and what stands behind some ($2) of them.
POINTS = _POINTS.format(only="")
_THESE = "AND defect.id IN (SELECT id FROM defect WHERE id = ANY($2) OR duplicate_of_id = ANY($2))"
_POINTS_OF = _POINTS.format(only=_THESE)
_VALUES_OF = _VALUES.format(only=_THESE)

_RANKED = f"""
SELECT defect.id, defect.uid, demand.points, demand.customers, coalesce(deal.value, 0) AS value
FROM defect JOIN ({POINTS}) AS demand ON demand.main_id = defect.id
LEFT JOIN ({_VALUES.format(only="")}) AS deal ON deal.main_id = defect.id AND deal.currency = $2
WHERE defect.team_id = ANY($1) AND defect.state IN ('new', 'accepted')
"""  # noqa: S608

_ORDERS: dict[str, tuple[str, ...]] = {
    "points": ("points", "customers", "uid"),
    "customers": ("customers", "points", "uid"),
    "value": ("value", "points", "uid"),
}


@dataclass(frozen=True)
class Ranked:
    """What stands behind a report: points, customers, those for whom it breaks the deal, sums by currency."""

    points: int = 0
    customers: int = 0
    breakers: int = 0
    values: list[tuple[str, Decimal]] = field(default_factory=list)


class DemandFilter(Paging):
    """`sort` by points, customers, or the deals in one `currency`."""

    product: Word | None = None
    kind: DefectKind | None = None
    sort: Literal["points", "customers", "value"] = "points"
    currency: Annotated[str, Line(3, min_length=3), Field(pattern="^[A-Z]{3}$")] | None = None


async def ranked(reader: Reader, defect_ids: Collection[int]) -> dict[int, Ranked]:
    """The demand for each of these main reports of the reader's teams by its id, in two statements."""
    if not defect_ids:
        return {}
    asked = [list(reader.group_ids), list(defect_ids)]
    values: dict[int, list[tuple[str, Decimal]]] = {}
    for row in await connection().execute_query_dict(_VALUES_OF, asked):
        values.setdefault(row["main_id"], []).append((row["currency"], row["value"]))
    found = {
        row["main_id"]: Ranked(
            row["points"], row["customers"], row["breakers"], values.get(row["main_id"], [])
        )
        for row in await connection().execute_query_dict(_POINTS_OF, asked)
    }
    return {id_: found.get(id_, Ranked()) for id_ in defect_ids}


async def currencies(reader: Reader) -> list[str]:
    """The currencies of the deals that hang on the reports of the reader's teams."""
    rows = (
        policy.demands_visible_to(reader)
        .filter(defect__team_id__in=list(reader.group_ids))
        .exclude(currency="")
    )
    return sorted({str(code) for [code] in await rows.distinct().values_list("currency")})


async def ranking(reader: Reader, wanted: DemandFilter) -> tuple[list[int], str | None]:
    """The ids of the open reports of the reader's teams that customers mind, most first, and the next cursor."""
    if wanted.sort == "value" and not wanted.currency:
        raise InvalidInput({"currency": _("Please choose a currency: amounts are not converted.")})
    values: list[Any] = [list(reader.group_ids), wanted.currency or ""]
    sql = _RANKED
    if wanted.product:
        values.append([term.id for term in await find_terms(Facet.PRODUCT, [wanted.product])])
        sql += f" AND defect.product_id = ANY(${len(values)})"
    if wanted.kind:
        values.append(wanted.kind.value)
        sql += f" AND defect.kind = ${len(values)}"
    order = _ORDERS[wanted.sort]
    listed = f"SELECT * FROM ({sql}) AS ranked"  # noqa: S608  # values are parameters
    if wanted.cursor:
        first, second, uid = decode_cursor(wanted.cursor, tuple[Amount, Points, UUID])
        values += [first, second, uid]
        start = len(values) - 2
        listed += (
            f" WHERE ({', '.join(order)}) < (${start}::numeric, ${start + 1}::bigint, ${start + 2}::uuid)"
        )
    listed += f" ORDER BY {', '.join(f'{column} DESC' for column in order)} LIMIT {wanted.limit + 1}"
    rows = await connection().execute_query_dict(listed, values)
    page = rows[: wanted.limit]
    if len(rows) == len(page):
        return [row["id"] for row in page], None
    last = page[-1]
    return [row["id"] for row in page], encode_cursor(str(last[order[0]]), last[order[1]], str(last["uid"]))


# What a cursor may hold.
Amount = Annotated[Decimal, Field(ge=0, max_digits=30, decimal_places=4)]
Points = Annotated[int, Field(ge=0, lt=2**62)]
