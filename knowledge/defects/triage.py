"""The list of what waits for a product team, as its members filter and sort it."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from pydantic import Field

from hub.accounts.models import User
from hub.accounts.naming import Handle
from hub.api import Moment, Paging, decode_cursor, encode_cursor
from hub.database import connection
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import Word, find_terms
from knowledge.defects.ranking import POINTS, Ranked, ranked
from knowledge.models import Defect, DefectKind, Severity
from knowledge.reviews.queries import terms_by_id

State = Literal["waiting", "open", "snoozed", "accepted", "duplicate", "declined", "fixed", "all"]
Sort = Literal["severity", "age", "demand"]

# What a cursor may hold of an order: severities and points.
Place = Annotated[int, Field(gt=-(2**62), lt=2**62)]
# What the calendar of the database holds, with room around it.
_FIRST_DAY, _LAST_DAY = date(1970, 1, 2), date(9999, 1, 1)
# Snoozed reports return by themselves: nothing is written when their time comes.
_SNOOZED = "defect.snoozed_until > now()"
_STATES: dict[State, str] = {
    "waiting": f"defect.state = 'new' AND {_SNOOZED} IS NOT TRUE",
    "open": "defect.state IN ('new', 'accepted')",
    "snoozed": _SNOOZED,
    "accepted": f"defect.state = 'accepted' AND {_SNOOZED} IS NOT TRUE",
    "duplicate": "defect.state = 'duplicate'",
    "declined": "defect.state = 'declined'",
    "fixed": "defect.state = 'fixed'",
    "all": "true",
}
_ORDERS: dict[Sort, tuple[str, str]] = {
    "severity": ("-defect.severity", "defect.created_at"),
    "age": ("0::bigint", "defect.created_at"),
    "demand": ("-coalesce(demand.points, 0)", "defect.created_at"),
}
_COUNTS = f"""
SELECT {", ".join(f"count(*) FILTER (WHERE {condition}) AS {state}" for state, condition in _STATES.items())}
FROM defect WHERE team_id = ANY($1)
"""  # noqa: S608  # no value from outside
_COLUMNS = (
    "id", "uid", "reference", "sealed", "kind", "origin", "severity", "product_id", "product_version", "team_id",
    "author_id", "title", "state", "duplicate_of_id", "assignee_id", "snoozed_until", "fixed_in", "version",
    "created_at", "active_at", "answered_at", "decided_at",
)  # fmt: skip


class TriageFilter(Paging):
    """What of the reports of one's teams is asked for: `mine` are those that one looks after oneself.

    `since` and `until` are days, in UTC, on which they were made; both are among them.
    """

    state: State = "waiting"
    product: Word | None = None
    severity: Literal["low", "medium", "high", "critical"] | None = None
    kind: DefectKind | None = None
    assignee: Handle | None = None
    mine: bool = False
    since: Annotated[date, Field(ge=_FIRST_DAY, le=_LAST_DAY)] | None = None
    until: Annotated[date, Field(ge=_FIRST_DAY, le=_LAST_DAY)] | None = None
    sort: Sort = "severity"

    def query(self, **changes: str | None) -> str:
        """The query string of this list from its beginning, with some parameters changed (None: left out)."""
        kept = self.model_dump(exclude_defaults=True, include=set(TriageFilter.model_fields), mode="json")
        kept = {name: value for name, value in kept.items() if name not in ("cursor", "limit")} | changes
        return urlencode({name: value for name, value in kept.items() if value is not None})


@dataclass(frozen=True)
class Row:
    """A report in the list, with its people loaded but none of its texts besides the title."""

    defect: Defect
    product: Term
    demand: Ranked
    duplicates: int


async def triage(reader: Reader, wanted: TriageFilter) -> tuple[list[Row], str | None]:
    """The page of the list that is asked for, and the cursor of the next one; a handful of statements."""
    conditions, values = await _conditions(reader, wanted)
    first, second = _ORDERS[wanted.sort]
    source = "FROM defect"
    if wanted.sort == "demand":
        source += f" LEFT JOIN ({POINTS}) AS demand ON demand.main_id = defect.id"
    if wanted.cursor:
        values += decode_cursor(wanted.cursor, tuple[Place, Moment, UUID])
        start = len(values) - 2
        conditions.append(
            f"({first}, {second}, defect.uid) > (${start}::bigint, ${start + 1}::timestamptz, ${start + 2}::uuid)"
        )
    rows = await connection().execute_query_dict(
        f"SELECT defect.id, {first} AS place {source} WHERE {' AND '.join(conditions)} "
        f"ORDER BY {first}, {second}, defect.uid LIMIT {wanted.limit + 1}",
        values,
    )
    page = rows[: wanted.limit]
    listed = await rows_of(reader, [row["id"] for row in page])
    if len(rows) == len(page):
        return listed, None
    last = listed[-1].defect
    return listed, encode_cursor(int(page[-1]["place"]), last.created_at.isoformat(), str(last.uid))


async def matching(reader: Reader, wanted: TriageFilter) -> list[int]:
    """The ids of all reports that the filter asks for, the worst first, but for sealed ones."""
    conditions, values = await _conditions(reader, wanted)
    rows = await connection().execute_query_dict(
        f"SELECT id FROM defect WHERE {' AND '.join(conditions)} AND NOT sealed "  # noqa: S608
        "ORDER BY severity DESC, created_at, id",
        values,
    )
    return [row["id"] for row in rows]


async def counts(reader: Reader) -> dict[str, int]:
    """How many reports of the reader's teams are in each state, and put off."""
    [row] = await connection().execute_query_dict(_COUNTS, [list(reader.group_ids)])
    return dict(row)


async def rows_of(reader: Reader, ids: list[int]) -> list[Row]:
    """These reports in the same order, as lists of the team show them."""
    if not ids:
        return []
    found = {one.id: one for one in await Defect.filter(id__in=ids).only(*_COLUMNS)}
    people = {one.author_id for one in found.values()} | {one.assignee_id for one in found.values()}
    users = {user.id: user for user in await User.filter(id__in=[id_ for id_ in people if id_])}
    terms = await terms_by_id()
    demand = await ranked(reader, ids)
    merged = Counter(
        one.duplicate_of_id for one in await Defect.filter(duplicate_of_id__in=ids).only("duplicate_of_id")
    )
    for one in found.values():
        one.author = users[one.author_id]
        one.assignee = users.get(one.assignee_id or 0)
    return [Row(found[id_], terms[found[id_].product_id], demand[id_], merged[id_]) for id_ in ids]


async def _conditions(reader: Reader, wanted: TriageFilter) -> tuple[list[str], list[Any]]:
    """SQL with its values; the first is the reader's teams. InvalidInput for words that name no product."""
    conditions, values = ["defect.team_id = ANY($1)", _STATES[wanted.state]], [list(reader.group_ids)]

    def add(condition: str, value: Any) -> None:
        values.append(value)
        conditions.append(f"defect.{condition} ${len(values)}")

    if wanted.product:
        [product] = await find_terms(Facet.PRODUCT, [wanted.product])
        add("product_id =", product.id)
    if wanted.severity:
        add("severity =", Severity[wanted.severity.upper()].value)
    if wanted.kind:
        add("kind =", wanted.kind.value)
    if wanted.since:
        add("created_at >=", datetime.combine(wanted.since, time(), UTC))
    if wanted.until:
        add("created_at <", datetime.combine(wanted.until + timedelta(days=1), time(), UTC))
    if wanted.mine:
        add("assignee_id =", reader.id)
    elif wanted.assignee:
        assignee = await User.get_or_none(handle=wanted.assignee)
        add("assignee_id =", assignee.id if assignee else 0)
    return conditions, values
