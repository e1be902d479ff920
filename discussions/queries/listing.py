"""The list of cases: queues, filters for every header field, pages by cursor."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from urllib.parse import urlencode

from pydantic import Field
from tortoise.expressions import Q, RawSQL, Subquery
from tortoise.queryset import QuerySet

from discussions import policy
from discussions.filing import Word
from discussions.models import Space, Thread, Watch, WatchLevel
from discussions.queries.threads import RELATED
from hub.api import Moment, Paging, RowId, decode_cursor, encode_cursor
from hub.errors import InvalidInput, NotFound
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import find_terms

# The ORM refuses to look for anything longer.
LONGEST_SLUG = 60

# `F("last_number")` would be ambiguous beside a joined read mark.
LAST_NUMBER = RawSQL('"thread"."last_number"')


class Tab(StrEnum):
    """The queues."""

    ACTIVE = "active"
    UNANSWERED = "unanswered"
    UNREAD = "unread"
    MINE = "mine"


class ThreadFilter(Paging):
    """What of the list is asked for: an author by handle. Terms may be given by key, name, nickname or id."""

    tab: Tab = Tab.ACTIVE
    space: Word | None = None
    author: Word | None = None
    state: Literal["unanswered", "answered", "solved", "locked", "hidden"] | None = None
    product: Word | None = None
    competitor: Word | None = None
    stage: Word | None = None
    personality: Word | None = None
    size: Word | None = None
    industry: Word | None = None
    purchasing_power: Word | None = None
    tag: list[Word] = Field(default_factory=list, max_length=10)

    def words(self, facet: Facet) -> list[str]:
        """What was asked of one facet."""
        if facet is Facet.TAG:
            return list(self.tag)
        word: str | None = getattr(self, facet.value)
        return [word] if word else []

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return sum(len(self.words(facet)) for facet in Facet) + sum(
            map(bool, (self.space, self.author, self.state))
        )

    def query(self, **changes: str | None) -> str:
        """The query string of this list with some parameters changed (None: left out) and from its beginning."""
        kept = self.model_dump(exclude_defaults=True, exclude={"cursor", "limit"}, mode="json") | changes
        return urlencode({name: value for name, value in kept.items() if value is not None}, doseq=True)


@dataclass(frozen=True)
class Listed:
    """A page of the list; `cursor` leads to the next one."""

    threads: list[Thread]
    cursor: str | None


async def list_threads(reader: Reader, wanted: ThreadFilter) -> Listed:
    """The visible threads that a filter asks for, latest activity first, with `RELATED` and terms loaded."""
    threads = in_tab(reader, wanted.tab)
    if wanted.space:
        threads = threads.filter(space_id=(await find_space(reader, wanted.space)).id)
    if wanted.author:
        threads = threads.filter(author__handle=wanted.author)
    if wanted.state:
        threads = threads.filter(_STATES[wanted.state])
    for term in await wanted_terms(wanted):
        threads = threads.filter(id__in=Subquery(Thread.filter(terms__id=term.id).values("id")))
    if wanted.cursor:
        at, id_ = decode_cursor(wanted.cursor, tuple[Moment, RowId])
        threads = threads.filter(Q(active_at__lt=at) | Q(active_at=at, id__lt=id_))
    found = await (
        threads.order_by("-active_at", "-id")
        .limit(wanted.limit + 1)
        .select_related(*RELATED)
        .prefetch_related("terms")
    )
    page = found[: wanted.limit]
    more = len(found) > wanted.limit
    return Listed(page, encode_cursor(page[-1].active_at.isoformat(), page[-1].id) if more else None)


def in_tab(reader: Reader, tab: Tab) -> QuerySet[Thread]:
    """The visible threads of one queue."""
    threads = policy.visible_to(reader)
    if tab is Tab.UNANSWERED:
        return threads.filter(_STATES["unanswered"], locked_at__isnull=True)
    if tab is Tab.MINE:
        return threads.filter(Q(author_id=reader.id) | Q(assignee_id=reader.id))
    if tab is Tab.UNREAD:
        muted = Watch.filter(user_id=reader.id, level=WatchLevel.MUTED).values("thread_id")
        return threads.filter(read_marks__user_id=reader.id, read_marks__last_number__lt=LAST_NUMBER).exclude(
            id__in=Subquery(muted)
        )
    return threads


_STATES = {
    "unanswered": Q(reply_count=0),
    "answered": Q(reply_count__gt=0, answer_count=0),
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


async def wanted_terms(wanted: ThreadFilter) -> list[Term]:
    """The terms a filter names; InvalidInput with every parameter that names none."""
    found: list[Term] = []
    errors: dict[str, str] = {}
    for facet in Facet:
        try:
            found += await find_terms(facet, wanted.words(facet))
        except InvalidInput as error:
            errors[facet.value] = next(iter(error.errors.values()))
    if errors:
        raise InvalidInput(errors)
    return found
