"""Deciding about reports: accepted, declined with a reason, fixed, opened again."""

from datetime import datetime

from hub.database import now
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from knowledge.defects import events
from knowledge.defects.errors import DefectDecided
from knowledge.defects.writing import held, log, note_step, require_version, save
from knowledge.models import Defect, DefectAct, DefectState, DefectStep

OPEN = (DefectState.NEW, DefectState.ACCEPTED)


async def accept(actor: Reader, defect: Defect, *, version: int, at: datetime | None = None) -> Defect:
    """Say that the report is right and the team will do something about it. Twice is once.

    StaleDefect when it changed since `version`, DefectDecided when it is not new.
    """
    async with held(actor, defect) as current:
        if current.state is DefectState.ACCEPTED:
            return current
        require_version(current, version)
        require_state(current, DefectState.NEW)
        await decide(actor, current, DefectState.ACCEPTED, DefectAct.ACCEPTED, at or now())
    return current


async def decline(
    actor: Reader, defect: Defect, reason: str, *, version: int, at: datetime | None = None
) -> Defect:
    """Say no, and to its reporter why; the reporters of reports merged into it hear no reason, which may tell of it.

    A sealed report is declined without a reason, which would not be sealed: InvalidInput names ``reason``.
    """
    if defect.sealed and reason:
        raise InvalidInput({"reason": _("A reason would not be sealed. Write a reply instead.")})
    if not defect.sealed and not reason:
        raise InvalidInput({"reason": _("Please say why: whoever reported it is told.")})
    async with held(actor, defect) as current:
        require_version(current, version)
        require_state(current, *OPEN)
        await decide(actor, current, DefectState.DECLINED, DefectAct.DECLINED, at or now(), words=reason)
    return current


async def fix(
    actor: Reader, defect: Defect, fixed_in: str = "", *, version: int, at: datetime | None = None
) -> Defect:
    """Say that it is repaired, and in which version of the product, if that is known.

    The version of a sealed report's product is sealed: InvalidInput names ``fixed_in``.
    """
    if defect.sealed and fixed_in:
        raise InvalidInput({"fixed_in": _("The version would not be sealed. Write a reply instead.")})
    async with held(actor, defect) as current:
        require_version(current, version)
        require_state(current, *OPEN)
        current.fixed_in = fixed_in
        await decide(actor, current, DefectState.FIXED, DefectAct.FIXED, at or now(), words=fixed_in)
    return current


async def reopen(actor: Reader, defect: Defect, *, version: int, at: datetime | None = None) -> Defect:
    """Take the last decision back: the report is accepted if it was so before that, else it waits again.

    One that is merged into another report is taken out of it. StaleDefect when it changed since `version`.
    """
    async with held(actor, defect) as current:
        if current.state is DefectState.NEW:
            return current
        require_version(current, version)
        state = await _before(current)
        current.duplicate_of_id, current.fixed_in = None, ""
        await decide(actor, current, state, DefectAct.REOPENED, at or now(), details=state.value)
    return current


async def _before(current: Defect) -> DefectState:
    """Where a report stood before the last decision about it."""
    steps = DefectStep.filter(defect=current).order_by("-id")
    if current.state is DefectState.DUPLICATE and (
        merged := await steps.filter(act=DefectAct.MERGED).first()
    ):
        # What follows are decisions about its main report.
        steps = steps.filter(id__lt=merged.id)
    last = await steps.filter(act__in=(DefectAct.ACCEPTED, DefectAct.REOPENED)).first()
    accepted = last is not None and DefectState.ACCEPTED in (last.act.value, last.details)
    return DefectState.ACCEPTED if accepted and current.state is not DefectState.ACCEPTED else DefectState.NEW


def require_state(current: Defect, *states: DefectState) -> None:
    """DefectDecided unless the report is in one of these states."""
    if current.state not in states:
        raise DefectDecided(current)


async def decide(
    actor: Reader,
    current: Defect,
    state: DefectState,
    act: DefectAct,
    at: datetime,
    *,
    words: str = "",
    details: str = "",
) -> None:
    """Write a decision about a held report down, and tell its reporter and those of its duplicates."""
    opened = state is DefectState.NEW
    current.state, current.snoozed_until = state, None
    current.decided_at = None if opened else at
    current.answered_at = current.answered_at or (None if opened else at)
    columns = ("state", "snoozed_until", "decided_at", "answered_at", "fixed_in", "duplicate_of_id")
    await save(current, at, *columns)
    await note_step(actor, current, act, at, words=words, details=details)
    await log(actor, act.value, current)
    await record(events.DefectDecided(defect_id=current.id, actor_id=actor.id, state=state.value))
    shared = "" if act is DefectAct.DECLINED else words
    for duplicate in await Defect.filter(duplicate_of=current).order_by("id"):
        await note_step(actor, duplicate, act, at, words=shared)
        await record(events.DefectDecided(defect_id=duplicate.id, actor_id=actor.id, state=state.value))
