"""What a reader chose to hear of: for one space or term, and all of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.expressions import Subquery

from discussions import policy
from discussions.models import Space, SpaceWatch, TermWatch, Thread, Watch, WatchLevel
from discussions.watching.rule import level_of
from hub.api import Paging, latest_first
from hub.database import connection
from hub.identity import Reader
from hub.vocabulary.filtering import TermFilter
from hub.vocabulary.models import Term
from hub.vocabulary.queries import by_facet

_LEVEL = f"SELECT {level_of('$2', '$1')} AS level"


@dataclass(frozen=True)
class Choice:
    """A space or term with the level that somebody chose for it."""

    of: str
    id: int
    name: str
    level: WatchLevel

    @property
    def url(self) -> str:
        """Where the choice is changed."""
        return f"/{self.of}s/{self.id}/watch"


@dataclass(frozen=True)
class ThreadChoice:
    """A thread with the level that somebody chose for it."""

    thread: Thread
    level: WatchLevel


async def choice_for(reader: Reader, wanted: TermFilter, space: Space | None = None) -> Choice | None:
    """The reader's choice for the one space or term that a list is filtered by; None for any other list."""
    if wanted.chosen != 1:
        return None
    if space:
        followed = await SpaceWatch.get_or_none(space_id=space.id, user_id=reader.id)
        return Choice("space", space.id, space.name, followed.level if followed else WatchLevel.NORMAL)
    for term in await wanted.terms():
        watch = await TermWatch.get_or_none(term_id=term.id, user_id=reader.id)
        return Choice("term", term.id, term.name, watch.level if watch else WatchLevel.NORMAL)
    return None


async def level_of_thread(reader: Reader, thread: Thread) -> tuple[WatchLevel, WatchLevel | None]:
    """The reader's level of a thread, and what they chose for it alone, if anything."""
    own = await Watch.get_or_none(thread_id=thread.id, user_id=reader.id)
    [row] = await connection().execute_query_dict(_LEVEL, [thread.id, reader.id])
    return WatchLevel(row["level"]), own.level if own else None


async def chosen_spaces(reader: Reader) -> list[tuple[Space, WatchLevel]]:
    """The spaces that the reader may see and chose a level for."""
    spaces = Subquery(policy.visible_spaces(reader).values("id"))
    watches = SpaceWatch.filter(user_id=reader.id, space_id__in=spaces).select_related("space")
    return [(watch.space, watch.level) for watch in await watches.order_by("space__position", "space__name")]


async def chosen_terms(reader: Reader) -> list[tuple[Term, WatchLevel]]:
    """The terms that the reader chose a level for, in the order of the facets."""
    watches = await TermWatch.filter(user_id=reader.id).select_related("term")
    levels = {watch.term_id: watch.level for watch in watches}
    grouped = by_facet(watch.term for watch in watches)
    return [(term, levels[term.id]) for terms in grouped.values() for term in terms]


async def chosen_threads(
    reader: Reader, level: WatchLevel | None, wanted: Paging
) -> tuple[list[ThreadChoice], str | None]:
    """A page of the threads that the reader may see and chose a level for, latest activity first, and its cursor."""
    watches = Watch.filter(user_id=reader.id)
    if level:
        watches = watches.filter(level=level)
    threads = policy.visible_to(reader).filter(id__in=Subquery(watches.values("thread_id")))
    page, cursor = await latest_first(threads, "active_at", wanted)
    levels = await _levels(reader, page)
    return [ThreadChoice(thread, levels[thread.id]) for thread in page if thread.id in levels], cursor


async def _levels(reader: Reader, threads: Sequence[Thread]) -> dict[int, WatchLevel]:
    watches = Watch.filter(user_id=reader.id, thread_id__in=[thread.id for thread in threads])
    return {watch.thread_id: watch.level for watch in await watches}
