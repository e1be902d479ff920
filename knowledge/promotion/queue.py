"""Solved cases that are in no article which the reader may see: the queue, and how many of each month got further."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from discussions import policy as discussions_policy
from discussions.models import Thread
from hub.accounts.models import User
from hub.api import Moment, Paging, RowId, decode_cursor, encode_cursor
from hub.database import connection, now
from hub.identity import Reader
from knowledge.models import PromotionTask

MONTHS = 12
# Beyond this a number says no more than that there are many.
MOST_COUNTED = 1000

# What the column of a thread's replies holds.
Replies = Annotated[int, Field(ge=0, lt=2**31)]
State = Literal["open", "mine", "dismissed"]
Sort = Literal["use", "oldest", "newest"]

# What is hidden is promoted by nobody, so of the rules of visibility the audience alone is left. The conditions are
# those of the partial indexes.
_SOLVED = "thread.answer_count > 0 AND thread.hidden_at IS NULL AND thread.audience_id = ANY($1)"
# An article that the reader may not see must not show by the absence of its case.
# NOT IN a hashed list leaves the rows in the order of the index, so that a page is read without sorting the rest.
_PROMOTED = """IN (
    SELECT source.thread_id FROM article_source source JOIN article ON article.id = source.article_id
    WHERE article.audience_id = ANY($1)
)"""
_DISMISSED = "IN (SELECT thread_id FROM promotion_task WHERE dismissed_at IS NOT NULL)"
_STATES: dict[State, str] = {
    "open": f"thread.id NOT {_DISMISSED} AND thread.id NOT {_PROMOTED}",
    "mine": "thread.id IN (SELECT thread_id FROM promotion_task WHERE dismissed_at IS NULL AND assignee_id = $2)"  # noqa: S608  # no value from outside
    f" AND thread.id NOT {_PROMOTED}",
    "dismissed": f"thread.id {_DISMISSED} AND thread.id NOT {_PROMOTED}",
}  # fmt: skip
_FROM = f"FROM thread WHERE {_SOLVED}"
_ORDERS: dict[Sort, tuple[str, str, str]] = {
    "use": ("thread.reply_count", "<", "DESC"),
    "oldest": ("thread.created_at", ">", "ASC"),
    "newest": ("thread.created_at", "<", "DESC"),
}

_MONTHS = f"""
SELECT to_char(solved.at AT TIME ZONE $3, 'YYYY-MM') AS month, count(*) AS solved,
    count(*) FILTER (WHERE solved.id {_PROMOTED}) AS promoted,
    count(task.dismissed_at) AS dismissed
FROM (
    SELECT thread.id, min(answer.accepted_at) AS at
    FROM thread JOIN accepted_answer answer ON answer.thread_id = thread.id
    WHERE {_SOLVED} GROUP BY thread.id
) solved LEFT JOIN promotion_task task ON task.thread_id = solved.id
WHERE solved.at >= $2 GROUP BY 1 ORDER BY 1
"""  # noqa: S608  # no value from outside
_READERS = "SELECT thread_id, count(*) AS readers FROM read_mark WHERE thread_id = ANY($1) GROUP BY thread_id"


class QueueFilter(Paging):
    """Which part of the queue, and in which order: `use` begins with the cases that had most replies."""

    state: State = "open"
    sort: Sort = "use"


@dataclass(frozen=True)
class Waiting:
    """A solved case in the queue, with the people and terms of its thread loaded; `readers` have opened it."""

    thread: Thread
    readers: int
    assignee: User | None
    dismissed_by: User | None
    dismissed_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Month:
    """Cases first solved in a month that begins on `first`, and what has become of them until now."""

    first: date
    solved: int
    promoted: int
    dismissed: int

    @property
    def rate(self) -> int:
        """Which share of them is in the knowledge base, in percent."""
        return round(100 * self.promoted / self.solved)


async def waiting_cases(reader: Reader, wanted: QueueFilter) -> tuple[list[Waiting], str | None]:
    """The page of the queue that is asked for, and the cursor of the next one."""
    column, after, direction = _ORDERS[wanted.sort]
    values: list[object] = [list(reader.audience_ids)]
    if wanted.state == "mine":
        values.append(reader.id)
    place = ""
    if wanted.cursor:
        shape = tuple[Replies, RowId] if wanted.sort == "use" else tuple[Moment, RowId]
        values += decode_cursor(wanted.cursor, shape)
        place = f"AND ({column}, thread.id) {after} (${len(values) - 1}, ${len(values)})"
    rows = await connection().execute_query_dict(
        f"SELECT thread.id, {column} AS place {_FROM} AND {_STATES[wanted.state]} {place}"
        f" ORDER BY {column} {direction}, thread.id {direction} LIMIT {wanted.limit + 1}",
        values,
    )
    page = rows[: wanted.limit]
    cursor = None
    if len(rows) > len(page):
        last = page[-1]["place"]
        cursor = encode_cursor(last if isinstance(last, int) else last.isoformat(), page[-1]["id"])
    return await _loaded(reader, [row["id"] for row in page]), cursor


async def _loaded(reader: Reader, ids: Sequence[int]) -> list[Waiting]:
    threads = discussions_policy.visible_to(reader).filter(id__in=list(ids)).select_related("author")
    found = {thread.id: thread for thread in await threads.prefetch_related("terms")}
    tasks = {
        task.thread_id: task
        for task in await PromotionTask.filter(thread_id__in=list(ids)).select_related(
            "assignee", "dismissed_by"
        )
    }
    rows = await connection().execute_query_dict(_READERS, [list(ids)])
    readers = {row["thread_id"]: row["readers"] for row in rows}
    return [
        _waiting(found[thread_id], readers.get(thread_id, 0), tasks.get(thread_id))
        for thread_id in ids
        if thread_id in found
    ]


def _waiting(thread: Thread, readers: int, task: PromotionTask | None) -> Waiting:
    if task is None:
        return Waiting(thread, readers, None, None, None, "")
    return Waiting(thread, readers, task.assignee, task.dismissed_by, task.dismissed_at, task.reason)


async def counts(reader: Reader) -> dict[State, int]:
    """How many cases each part of the queue has, up to `MOST_COUNTED`."""
    parts = [
        f"(SELECT count(*) FROM (SELECT 1 {_FROM} AND {condition} LIMIT {MOST_COUNTED}) few) AS {state}"  # noqa: S608
        for state, condition in _STATES.items()
    ]
    [row] = await connection().execute_query_dict(
        f"SELECT {', '.join(parts)}", [list(reader.audience_ids), reader.id]
    )
    return {state: row[state] for state in _STATES}


async def months(reader: Reader) -> list[Month]:
    """The last twelve months in which a case was solved, oldest first, in the reader's time zone."""
    today = now().date()
    since = datetime(today.year - 1, today.month, 1, tzinfo=now().tzinfo)
    rows = await connection().execute_query_dict(_MONTHS, [list(reader.audience_ids), since, reader.timezone])
    found = [
        Month(date.fromisoformat(f"{row['month']}-01"), row["solved"], row["promoted"], row["dismissed"])
        for row in rows
    ]
    return found[-MONTHS:]
