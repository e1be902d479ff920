"""Who looks after a report, and until when it is put off."""

from datetime import datetime, timedelta

from hub.audiences.models import Membership
from hub.database import now
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from knowledge.defects import events
from knowledge.defects.deciding import OPEN, require_state
from knowledge.defects.writing import held, log, note_step, require_version, save
from knowledge.models import Defect, DefectAct

# Who puts something off for longer has decided about it and should say so.
LONGEST = timedelta(days=366)


async def snooze(
    actor: Reader, defect: Defect, until: datetime, *, version: int, at: datetime | None = None
) -> Defect:
    """Put a report off: it is not among those that wait until then, and returns by itself."""
    moment = at or now()
    if not moment < until <= moment + LONGEST:
        raise InvalidInput({"until": _("Please choose a day within the next year.")})
    async with held(actor, defect) as current:
        if current.snoozed_until == until:
            return current
        require_version(current, version)
        require_state(current, *OPEN)
        current.snoozed_until = until
        await save(current, moment, "snoozed_until")
        await note_step(actor, current, DefectAct.SNOOZED, moment, details=until.date().isoformat())
        await log(actor, "snoozed", current, until=until.date().isoformat())
        await record(events.DefectSnoozed(defect_id=current.id, actor_id=actor.id))
    return current


async def wake(actor: Reader, defect: Defect, *, version: int) -> Defect:
    """Let a report that was put off wait again at once. Twice is once."""
    async with held(actor, defect) as current:
        if current.snoozed_until is None:
            return current
        require_version(current, version)
        current.snoozed_until = None
        await save(current, now(), "snoozed_until")
        await note_step(actor, current, DefectAct.SNOOZED, now())
        await log(actor, "woken", current)
        await record(events.DefectSnoozed(defect_id=current.id, actor_id=actor.id))
    return current


async def assign(
    actor: Reader,
    defect: Defect,
    assignee_id: int | None,
    *,
    version: int,
    at: datetime | None = None,
) -> Defect:
    """Let somebody of the team look after a report, or nobody (None). Twice is once.

    InvalidInput names ``assignee`` when they are not of the team.
    """
    async with held(actor, defect) as current:
        if current.assignee_id == assignee_id:
            return current
        require_version(current, version)
        team = Membership.filter(group_id=current.team_id, user__active=True)
        if assignee_id is not None and not await team.filter(user_id=assignee_id).exists():
            raise InvalidInput({"assignee": _("Please choose a member of the team.")})
        moment = at or now()
        current.assignee_id = assignee_id
        await save(current, moment, "assignee_id")
        await note_step(actor, current, DefectAct.ASSIGNED, moment, details=str(assignee_id or ""))
        await log(actor, "assigned", current, assignee_id=assignee_id)
        await record(events.DefectAssigned(defect_id=current.id, actor_id=actor.id, assignee_id=assignee_id))
    return current
