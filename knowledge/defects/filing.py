"""What a report is filed under; a product of another team hands the report to that team."""

from dataclasses import dataclass

from hub.audiences.models import Group
from hub.database import now
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from hub.vocabulary.models import Term
from knowledge.defects import events
from knowledge.defects.errors import StillMerged
from knowledge.defects.readers import besides_team, require_agreement
from knowledge.defects.routing import audience_of, team_for
from knowledge.defects.writing import held, log, note_step, require_version, save
from knowledge.models import Defect, DefectAct, DefectKind, Origin, Severity

_COLUMNS = ("product_id", "origin", "kind", "severity", "product_version")


@dataclass(frozen=True)
class Filing:
    """What a report is filed under."""

    product: Term
    origin: Origin
    kind: DefectKind
    severity: Severity
    product_version: str = ""


async def refile(
    actor: Reader, defect: Defect, filing: Filing, *, confirmed: str = "", version: int
) -> Defect:
    """File a report anew. Twice is once.

    When another team answers for the product, the report goes to it: that team reads it instead, its notes included,
    nobody is assigned, and ReadersNotConfirmed names the new readers until `confirmed` is the agreement to them.
    InvalidInput names ``product`` for one without a team, and for sealed reports, to which another team has no key;
    StillMerged for reports that are merged with others.
    """
    team = await team_for(filing.product, filing.origin)
    async with held(actor, defect) as current:
        before = tuple(getattr(current, column) for column in _COLUMNS)
        current.product_id, current.origin, current.kind = filing.product.id, filing.origin, filing.kind
        current.severity, current.product_version = filing.severity, filing.product_version
        if before == tuple(getattr(current, column) for column in _COLUMNS):
            return current
        require_version(current, version)
        if current.sealed and current.product_version:
            raise InvalidInput({"product_version": _("The version would not be sealed.")})
        if team.id != current.team_id:
            await _hand_over(actor, current, team, confirmed)
        else:
            await save(current, now(), *_COLUMNS)
            await note_step(actor, current, DefectAct.CHANGED, now())
            await log(actor, "changed", current)
            await record(events.DefectChanged(defect_id=current.id, actor_id=actor.id))
    return current


async def _hand_over(actor: Reader, current: Defect, team: Group, confirmed: str) -> None:
    if current.sealed:
        text = _("Only this team has the key. Ask the reporter to send it to the other one.")
        raise InvalidInput({"product": text})
    if current.duplicate_of_id or await Defect.exists(duplicate_of=current):
        raise StillMerged
    groups, people = await besides_team(current)
    audience = await audience_of(team.id, group_ids=groups, user_ids=people)
    await require_agreement(current, audience, confirmed)
    current.team_id, current.audience_id, current.assignee_id = team.id, audience.id, None
    current.snoozed_until = None
    moment = now()
    await save(current, moment, *_COLUMNS, "team_id", "audience_id", "assignee_id", "snoozed_until")
    await note_step(actor, current, DefectAct.MOVED, moment)
    await log(actor, "moved", current, team_id=team.id)
    await record(events.DefectAudienceChanged(defect_id=current.id, actor_id=actor.id))
