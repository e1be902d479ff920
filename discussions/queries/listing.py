"""The list of cases: queues, filters for every header field, pages by cursor."""

from enum import StrEnum
from typing import Literal

from tortoise.expressions import Q, RawSQL
from tortoise.queryset import QuerySet

from discussions import policy
from discussions.models import CaseKind, Space, Thread
from discussions.queries.threads import NEW_FOR, RELATED
from discussions.queues import rule as queues
from discussions.watching import rule
from hub.api import latest_first, latest_ids
from hub.errors import NotFound
from hub.identity import Reader
from hub.vocabulary.filtering import TermFilter
from hub.vocabulary.queries import Word

# The ORM refuses to look for anything longer.
LONGEST_SLUG = 60

# How long a case is news to those who have not opened it, as an SQL interval.
NEW = f"interval '{NEW_FOR.days} days'"


class Tab(StrEnum):
    """The queues: docs/queues.md tells what stands in each."""

    ACTIVE = "active"
    UNANSWERED = "unanswered"
    UNDECIDED = "undecided"
    MINE = "mine"
    UNREAD = "unread"
    MUTED = "muted"


class ThreadFilter(TermFilter):
    """What of the list is asked for: an author by handle. Terms may be given by key, name, nickname or id.

    Without any filter, cases that are muted for the reader stand in the tab `muted` and in `mine` alone.
    """

    tab: Tab = Tab.ACTIVE
    space: Word | None = None
    author: Word | None = None
    state: Literal["unanswered", "answered", "solved", "locked", "hidden"] | None = None
    kind: CaseKind | None = None

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return super().chosen + sum(map(bool, (self.space, self.author, self.state, self.kind)))


async def list_threads(reader: Reader, wanted: ThreadFilter) -> tuple[list[Thread], str | None]:
    """A page of the visible threads that a filter asks for, latest activity first, with `RELATED` and terms loaded,
    and the cursor of the next one.
    """
    threads = (await _asked_for(reader, wanted)).select_related(*RELATED).prefetch_related("terms")
    return await latest_first(threads, "active_at", wanted)


async def list_ids(reader: Reader, wanted: ThreadFilter) -> tuple[list[int], str | None]:
    """The ids of the same threads, and the same cursor."""
    return await latest_ids(await _asked_for(reader, wanted), "active_at", wanted)


async def _asked_for(reader: Reader, wanted: ThreadFilter) -> QuerySet[Thread]:
    threads = in_tab(reader, wanted.tab, muted=wanted.chosen > 0)
    if wanted.space:
        threads = threads.filter(space_id=(await find_space(reader, wanted.space)).id)
    if wanted.author:
        threads = threads.filter(author__handle=wanted.author)
    if wanted.state:
        threads = threads.filter(_STATES[wanted.state])
    if wanted.kind:
        threads = threads.filter(kind=wanted.kind)
    for term in await wanted.terms():
        filed = RawSQL(f"(SELECT thread_id FROM thread_term WHERE term_id = {term.id})")  # noqa: S608  # a number
        threads = threads.filter(id__in=filed)
    return threads


def in_tab(reader: Reader, tab: Tab, *, muted: bool = False) -> QuerySet[Thread]:
    """The visible threads of one queue; with `muted`, those too that are muted for the reader."""
    threads = policy.visible_to(reader)
    if tab is Tab.MINE:
        return queues.waiting_for(threads, reader.id)
    # As conditions of each row these two would be asked of every thread there is.
    if tab is Tab.UNREAD:
        return threads.filter(id__in=RawSQL(rule.with_news(str(reader.id), NEW)))
    if tab is Tab.MUTED:
        return threads.filter(id__in=RawSQL(rule.muted(str(reader.id))))
    if not muted:
        threads = threads.annotate(muted=RawSQL(rule.is_muted(str(reader.id)))).filter(muted=False)
    if tab is Tab.UNANSWERED:
        return queues.unanswered(threads)
    if tab is Tab.UNDECIDED:
        return queues.undecided(threads)
    return threads


_STATES = {
    "unanswered": queues.UNANSWERED,
    "answered": queues.ANSWERED & Q(answer_count=0),
    "solved": Q(answer_count__gt=0),
    "locked": Q(locked_at__isnull=False),
    "hidden": Q(hidden_at__isnull=False),
}


async def find_space(reader: Reader, name: str) -> Space:
    """A visible space by slug, name or id; NotFound otherwise."""
    named = Q(name__iexact=name)
    if len(name) <= LONGEST_SLUG:
        named |= Q(slug=name)
    if name.isascii() and name.isdigit() and len(name) < 19:
        named |= Q(id=int(name))
    space = await policy.visible_spaces(reader).filter(named).order_by("id").first()
    if space is None:
        raise NotFound
    return space
