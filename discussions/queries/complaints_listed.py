"""The list of complaints: open ones by when their next step is due, done ones by when they were done."""

from enum import StrEnum
from typing import Any

from tortoise.expressions import Q, RawSQL

from discussions import policy
from discussions.models import CaseKind, Complaint, ComplaintStep, Satisfaction
from hub.api import Moment, RowId, decode_cursor, encode_cursor
from hub.identity import Reader
from hub.vocabulary.filtering import TermFilter


class Stand(StrEnum):
    """Which complaints are listed."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


class ComplaintFilter(TermFilter):
    """What of the complaints is asked for: `step` is the last one taken, `mine` those that the reader works on."""

    stand: Stand = Stand.OPEN
    step: ComplaintStep | None = None
    satisfaction: Satisfaction | None = None
    mine: bool = False

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return super().chosen + sum(map(bool, (self.step, self.satisfaction, self.mine)))


async def list_complaints(reader: Reader, wanted: ComplaintFilter) -> tuple[list[Complaint], str | None]:
    """The page of the visible complaints that is asked for, with their threads, and the cursor of the next one."""
    threads = policy.visible_to(reader).filter(kind=CaseKind.COMPLAINT)
    if wanted.stand is Stand.OVERDUE:
        threads = threads.filter(escalated_at__isnull=False)
    if wanted.mine:
        threads = threads.filter(assignee_id=reader.id)
    for term in await wanted.terms():
        filed = RawSQL(f"(SELECT thread_id FROM thread_term WHERE term_id = {term.id})")  # noqa: S608  # a number
        threads = threads.filter(id__in=filed)
    done = wanted.stand is Stand.DONE
    found = Complaint.filter(thread_id__in=RawSQL(f"({threads.values('id').sql(params_inline=True)})"))
    found = found.filter(done_at__isnull=not done, **_chosen(wanted))
    column, order = ("done_at", "-") if done else ("due_at", "")
    if wanted.cursor:
        at, id_ = decode_cursor(wanted.cursor, tuple[Moment, RowId])
        beyond = "lt" if done else "gt"
        found = found.filter(
            Q(**{f"{column}__{beyond}": at}) | Q(**{column: at, f"thread_id__{beyond}": id_})
        )
    ordered = found.order_by(f"{order}{column}", f"{order}thread_id").limit(wanted.limit + 1)
    rows = await ordered.select_related("thread")
    page = rows[: wanted.limit]
    more = len(rows) > len(page)
    cursor = encode_cursor(getattr(page[-1], column).isoformat(), page[-1].thread_id) if more else None
    return page, cursor


def _chosen(wanted: ComplaintFilter) -> dict[str, Any]:
    asked = {"step": wanted.step, "satisfaction": wanted.satisfaction}
    return {name: value for name, value in asked.items() if value}
