"""Opening a report to more readers than its team, and closing it again."""

from collections.abc import Collection

from hub.accounts.models import User
from hub.audiences.models import Group
from hub.database import now
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from knowledge.defects import events
from knowledge.defects.readers import require_agreement
from knowledge.defects.routing import audience_of
from knowledge.defects.writing import held, log, note_step, require_version, save
from knowledge.models import Defect, DefectAct


async def open_to(
    actor: Reader,
    defect: Defect,
    *,
    group_ids: Collection[int],
    user_ids: Collection[int],
    confirmed: str = "",
    version: int,
) -> Defect:
    """Let exactly these groups and people read a report besides its team.

    They read the report and its replies, nothing else. ReadersNotConfirmed names who gains, until `confirmed` is
    the agreement to them. A sealed report cannot be opened to others, who have no key: InvalidInput.
    """
    if defect.sealed:
        raise InvalidInput({"people": _("Nobody but the team has the key to a sealed report.")})
    groups = {group.id for group in await Group.filter(id__in=list(group_ids)).only("id")}
    people = {user.id for user in await User.filter(id__in=list(user_ids), active=True).only("id")}
    if groups != set(group_ids) or people != set(user_ids):
        raise InvalidInput({"people": _("One of them is not here any more. Please choose again.")})
    async with held(actor, defect) as current:
        audience = await audience_of(current.team_id, group_ids=groups, user_ids=people)
        if audience.id == current.audience_id:
            return current
        require_version(current, version)
        await require_agreement(current, audience, confirmed)
        current.audience_id = audience.id
        moment = now()
        await save(current, moment, "audience_id")
        await note_step(actor, current, DefectAct.WIDENED, moment)
        await log(actor, "readers_changed", current, groups=sorted(groups), people=sorted(people))
        await record(events.DefectAudienceChanged(defect_id=current.id, actor_id=actor.id))
    return current
