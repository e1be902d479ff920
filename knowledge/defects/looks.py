"""The log of who came to know what reports say: references, people, acts and days, never a word."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Protocol

from hub.accounts.naming import Handle
from hub.api import Paging, latest_first
from hub.database import connection, now
from hub.identity import Reader
from hub.text import Line
from knowledge.models import Defect, DefectLook, LookAct

_SAW = """
INSERT INTO defect_look (defect_id, user_id, act, day, times, first_at, last_at)
SELECT id, $2, $3, ($4::timestamptz AT TIME ZONE 'UTC')::date, 1, $4, $4 FROM unnest($1::bigint[]) AS id
ON CONFLICT (defect_id, user_id, act, day)
DO UPDATE SET times = defect_look.times + 1, last_at = EXCLUDED.last_at
"""


class Reported(Protocol):
    """A report, or what of its row it takes to keep a look."""

    @property
    def id(self) -> int: ...

    @property
    def author_id(self) -> int: ...


async def saw(
    reader: Reader, defects: Iterable[Reported], act: LookAct, *, at: datetime | None = None
) -> None:
    """Keep that `reader` came to know what these reports say; of somebody's own there is nothing to keep."""
    ids = sorted({defect.id for defect in defects if defect.author_id != reader.id})
    if ids:
        await connection().execute_query(_SAW, [ids, reader.id, act.value, at or now()])


class LookFilter(Paging):
    """Which looks: at one report, of one person by handle, of one kind; the latest first."""

    reference: Annotated[str, Line(12, min_length=0)] = ""
    person: Handle | None = None
    act: LookAct | None = None


async def list_looks(
    wanted: LookFilter, *, defect: Defect | None = None
) -> tuple[list[DefectLook], str | None]:
    """A page of the log, of one report or of all, with people and references, and the next cursor.

    Its callers guard it: the team of the report, or an admin, who learns references and no words.
    """
    rows = DefectLook.all().select_related("user", "defect")
    if defect is not None:
        rows = rows.filter(defect_id=defect.id)
    if wanted.reference:
        rows = rows.filter(defect__reference=wanted.reference.upper())
    if wanted.person:
        rows = rows.filter(user__handle=wanted.person)
    if wanted.act:
        rows = rows.filter(act=wanted.act)
    return await latest_first(rows, "last_at", wanted)
