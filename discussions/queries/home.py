"""What needs somebody: the page they start from."""

from dataclasses import dataclass
from datetime import timedelta

from tortoise.queryset import QuerySet

from discussions import policy
from discussions.models import Thread, WatchLevel
from discussions.queries.listing import LAST_NUMBER, Tab, in_tab
from discussions.queries.threads import RELATED, ThreadRow, thread_rows
from hub.audiences.models import Group
from hub.database import now
from hub.i18n import _
from hub.identity import Reader

ROWS = 6
# An old case that nobody answered is no longer news; the queue of unanswered ones has it.
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Section:
    """Cases that need the reader for one reason; `count` is how many there are in all, None: no matter."""

    title: str
    rows: list[ThreadRow]
    count: int | None
    url: str


async def needs_of(reader: Reader) -> list[Section]:
    """The sections that are not empty, most pressing first. A case stands only in the first that fits.

    When little needs the reader, on a first day above all, what is going on elsewhere fills the page.
    """
    followed = policy.visible_to(reader).filter(
        watches__user_id=reader.id,
        watches__level=WatchLevel.WATCHING,
        read_marks__user_id=reader.id,
        read_marks__last_number__lt=LAST_NUMBER,
    )
    open_cases = policy.visible_to(reader).filter(answer_count=0, locked_at__isnull=True)
    wanted = [
        (_("Assigned to you"), open_cases.filter(assignee_id=reader.id), f"/threads?tab={Tab.MINE}"),
        (
            _("Does a reply solve your case?"),
            open_cases.filter(author_id=reader.id, reply_count__gt=0),
            f"/threads?tab={Tab.MINE}&state=answered",
        ),
        (_("News in what you follow"), followed, f"/threads?tab={Tab.UNREAD}"),
        (_("Waiting for a first reply"), await _unanswered(reader), f"/threads?tab={Tab.UNANSWERED}"),
    ]
    found = [(title, await _first(threads), await threads.count(), url) for title, threads, url in wanted]
    every = {thread.id: thread for _title, threads, _count, _url in found for thread in threads}
    rows = {row.id: row for row in await thread_rows(reader, list(every.values()))}
    sections = []
    for title, threads, count, url in found:
        own = [rows.pop(thread.id) for thread in threads if thread.id in rows]
        if own:
            sections.append(Section(title, own, count, url))
    shown = {row.id for section in sections for row in section.rows}
    if len(shown) < ROWS:
        others = policy.visible_to(reader).exclude(id__in=list(shown))
        if rest := await thread_rows(reader, await _first(others)):
            sections.append(Section(_("Going on now"), rest, None, "/threads"))
    return sections


async def _unanswered(reader: Reader) -> QuerySet[Thread]:
    """Recent cases of others without a reply; for members of product teams, those about their products."""
    threads = (
        in_tab(reader, Tab.UNANSWERED).filter(created_at__gt=now() - RECENT).exclude(author_id=reader.id)
    )
    teams = await Group.filter(id__in=list(reader.group_ids), product_id__isnull=False)
    return threads.filter(terms__id__in=[team.product_id for team in teams]) if teams else threads


async def _first(threads: QuerySet[Thread]) -> list[Thread]:
    return await (
        threads.order_by("-active_at", "-id").limit(ROWS).select_related(*RELATED).prefetch_related("terms")
    )
