"""Choosing what to hear of a thread, or of all cases of a space or term."""

from discussions.models import Space, SpaceWatch, TermWatch, Thread, Watch, WatchLevel
from discussions.policy import visible_spaces, visible_to
from hub.database import connection
from hub.errors import InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.models import Term

_WATCH = """
INSERT INTO watch (thread_id, user_id, level) VALUES ($1, $2, $3)
ON CONFLICT (thread_id, user_id) DO UPDATE SET level = excluded.level
"""
_WATCH_SPACE = """
INSERT INTO space_watch (space_id, user_id, level) VALUES ($1, $2, $3)
ON CONFLICT (space_id, user_id) DO UPDATE SET level = excluded.level
"""
_WATCH_TERM = """
INSERT INTO term_watch (term_id, user_id, level) VALUES ($1, $2, $3)
ON CONFLICT (term_id, user_id) DO UPDATE SET level = excluded.level
"""


async def watch(reader: Reader, thread: Thread, level: WatchLevel = WatchLevel.WATCHING) -> None:
    """Choose for one thread, whatever was chosen for its space and terms. InvalidInput for `first_post`."""
    if not await visible_to(reader).filter(id=thread.id).exists():
        raise NotFound
    if level is WatchLevel.FIRST_POST:
        raise InvalidInput({"level": _("Please choose one of the offered values.")})
    await connection().execute_query(_WATCH, [thread.id, reader.id, level.value])


async def unwatch(reader: Reader, thread: Thread) -> None:
    """Let what was chosen for the space and terms of a thread count, as if one had never chosen for itself."""
    await Watch.filter(thread_id=thread.id, user_id=reader.id).delete()


async def watch_space(reader: Reader, space: Space, level: WatchLevel) -> None:
    """Choose for all cases of a space, new ones too."""
    if not await visible_spaces(reader).filter(id=space.id).exists():
        raise NotFound
    if level is WatchLevel.NORMAL:
        await SpaceWatch.filter(space_id=space.id, user_id=reader.id).delete()
    else:
        await connection().execute_query(_WATCH_SPACE, [space.id, reader.id, level.value])


async def watch_term(reader: Reader, term: Term, level: WatchLevel) -> None:
    """Choose for all cases and articles filed under a term, new ones too."""
    if level is WatchLevel.NORMAL:
        await TermWatch.filter(term_id=term.id, user_id=reader.id).delete()
    else:
        await connection().execute_query(_WATCH_TERM, [term.id, reader.id, level.value])
