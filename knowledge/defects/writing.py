"""What every decision about a report is made of: the held row, its version, the step, what is told and noted."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from hub import audit
from hub.database import in_transaction
from hub.errors import NotFound
from hub.identity import Reader
from knowledge.articles.writing import require
from knowledge.defects import policy
from knowledge.defects.errors import StaleDefect
from knowledge.models import Defect, DefectAct, DefectStep


@asynccontextmanager
async def held(actor: Reader, defect: Defect) -> AsyncIterator[Defect]:
    """A transaction that holds the report's row, freshly read, for somebody of its team.

    NotFound when `actor` cannot see it any more, Forbidden for those who may read and not review it.
    """
    async with in_transaction():
        yield await hold(actor, defect)


async def hold(
    actor: Reader, defect: Defect, may: Callable[[Reader, Defect], bool] = policy.may_review
) -> Defect:
    """The same inside a transaction that is open already, for whoever `may` do it."""
    rows = policy.visible_to(actor).filter(id=defect.id)
    current = await rows.select_for_update(no_key=True).get_or_none()
    if current is None:
        raise NotFound
    require(may(actor, current))
    return current


def require_version(current: Defect, version: int) -> None:
    """StaleDefect unless the report is still as the one who decides has seen it."""
    if current.version != version:
        raise StaleDefect(current)


async def save(defect: Defect, at: datetime, *columns: str) -> None:
    """Write these columns of a held report, which has another version then."""
    defect.version += 1
    defect.active_at = max(defect.active_at, at)
    await defect.save(update_fields=[*columns, "version", "active_at"])


async def note_step(
    actor: Reader, defect: Defect, act: DefectAct, at: datetime, *, words: str = "", details: str = ""
) -> DefectStep:
    """Keep what happened for those who read the report. `words` are told to its reporter, `details` to the team."""
    return await DefectStep.create(
        defect=defect, actor_id=actor.id, act=act, words=words, details=details, at=at
    )


async def log(actor: Reader, what: str, defect: Defect, **details: Any) -> None:
    """Note it in the audit log, which admins read whether or not they may read the report: no word of it."""
    await audit.log(actor, f"defect.{what}", "defect", None, reference=defect.reference, **details)
