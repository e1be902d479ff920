"""What the reports of a product team add up to: how many came, what is open and how long, how fast it answers.

Made of the reports of the reader's teams alone; two statements, whatever the amount.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from hub.api import Body
from hub.database import connection, now
from hub.identity import Reader
from hub.vocabulary.models import Facet
from hub.vocabulary.queries import Word, find_terms
from knowledge.models import Severity

PERIODS = 12
# Open reports by the days since they were made: up to so many, and beyond the last.
AGES = (7, 30, 90)

_ANSWER = "extract(epoch FROM answered_at - created_at)"
_CAME = f"""
SELECT GROUPING(first, severity) AS about, first, severity, count(*) AS n, count(answered_at) AS answered,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY {_ANSWER}) AS seconds
FROM (
    SELECT date_trunc($2, created_at AT TIME ZONE 'UTC')::date AS first, severity, created_at, answered_at
    FROM defect WHERE team_id = ANY($1) AND created_at >= $3 AND ($4::bigint IS NULL OR product_id = $4)
) AS came
GROUP BY GROUPING SETS ((first, severity), (first), (severity))
"""  # noqa: S608  # no value from outside
_OPEN = """
SELECT GROUPING(product_id, age, severity) AS about, product_id, age, severity, count(*) AS n,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS days
FROM (
    SELECT product_id, severity, days, width_bucket(days, $3::int[]) AS age
    FROM (
        SELECT product_id, severity, $2::date - (created_at AT TIME ZONE 'UTC')::date AS days
        FROM defect WHERE team_id = ANY($1) AND state IN ('new', 'accepted')
            AND ($4::bigint IS NULL OR product_id = $4)
    ) AS waiting
) AS aged
GROUP BY GROUPING SETS ((product_id, severity), (product_id), (age, severity), ())
"""


class TallyFilter(Body):
    """Which reports are counted, and by which periods."""

    product: Word | None = None
    by: Literal["week", "month"] = "week"


# Which columns GROUPING leaves out: a bit for each, the first the highest.
_BOTH, _PERIOD, _SEVERITY = 0b00, 0b01, 0b10
_PRODUCT_SEVERITY, _PRODUCT, _AGE, _ALL = 0b010, 0b011, 0b100, 0b111


@dataclass(frozen=True)
class Answered:
    """`n` reports, of which so many were answered; half of these within `hours`."""

    n: int = 0
    answered: int = 0
    hours: float | None = None


@dataclass(frozen=True)
class Waiting:
    """`n` open reports, half of them for at most so many `days`."""

    n: int
    days: float


@dataclass(frozen=True)
class Tallies:
    """`came` by the first day of a period and by severity; `ages` by the place in `AGES` and by severity.

    `periods` are the first days of all periods, the earliest first, and `today` is the last day of the last.
    """

    periods: list[date]
    today: date
    came: dict[tuple[date, Severity], int]
    answers: dict[date, Answered]
    by_severity: dict[Severity, Answered]
    products: dict[int, Waiting]
    open: dict[tuple[int, Severity], Waiting]
    ages: dict[tuple[int, Severity], int]
    waiting: Waiting | None


async def tally(reader: Reader, wanted: TallyFilter) -> Tallies:
    """The tallies of the reports of the reader's teams. InvalidInput for words that name no product."""
    product = await find_terms(Facet.PRODUCT, [wanted.product or ""])
    product_id = product[0].id if product else None
    today = now().date()
    periods = _periods(today, wanted.by)
    teams = list(reader.group_ids)
    begun = datetime.combine(periods[0], time(), UTC)
    came = await connection().execute_query_dict(_CAME, [teams, wanted.by, begun, product_id])
    limits = [days + 1 for days in AGES]
    waiting = await connection().execute_query_dict(_OPEN, [teams, today, limits, product_id])
    return Tallies(
        periods=periods,
        today=today,
        came={(row["first"], Severity(row["severity"])): row["n"] for row in came if row["about"] == _BOTH},
        answers={row["first"]: _answered(row) for row in came if row["about"] == _PERIOD},
        by_severity={Severity(row["severity"]): _answered(row) for row in came if row["about"] == _SEVERITY},
        products={row["product_id"]: _waiting(row) for row in waiting if row["about"] == _PRODUCT},
        open={
            (row["product_id"], Severity(row["severity"])): _waiting(row)
            for row in waiting
            if row["about"] == _PRODUCT_SEVERITY
        },
        ages={(row["age"], Severity(row["severity"])): row["n"] for row in waiting if row["about"] == _AGE},
        waiting=next((_waiting(row) for row in waiting if row["about"] == _ALL and row["n"]), None),
    )


def last_day(first: date, by: str) -> date:
    """The last day of the period that begins on `first`."""
    return _following(first, by) - timedelta(days=1)


def _periods(today: date, by: str) -> list[date]:
    first = today.replace(day=1) if by == "month" else today - timedelta(days=today.weekday())
    found = [first]
    for _earlier in range(PERIODS - 1):
        day_before = found[0] - timedelta(days=1)
        found.insert(0, day_before.replace(day=1) if by == "month" else found[0] - timedelta(days=7))
    return found


def _following(first: date, by: str) -> date:
    return (first + timedelta(days=32)).replace(day=1) if by == "month" else first + timedelta(days=7)


def _answered(row: Mapping[str, Any]) -> Answered:
    hours = None if row["seconds"] is None else round(row["seconds"] / 3600, 1)
    return Answered(row["n"], row["answered"], hours)


def _waiting(row: Mapping[str, Any]) -> Waiting:
    return Waiting(row["n"], round(row["days"], 1))
