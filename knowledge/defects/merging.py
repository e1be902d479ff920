"""Reports of one and the same thing: merged into a main one, whose decisions reach all reporters."""

from datetime import datetime

from hub.database import in_transaction, now
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from knowledge.defects import policy
from knowledge.defects.deciding import OPEN, decide, require_state
from knowledge.defects.errors import StillMerged
from knowledge.defects.writing import hold, require_version
from knowledge.models import Defect, DefectAct, DefectState


async def merge(
    actor: Reader, defect: Defect, reference: str, *, version: int, at: datetime | None = None
) -> Defect:
    """Say that a report tells of the same as the one with that `reference`, its main report. Twice is once.

    Both have to be of one team. There are no chains: InvalidInput names ``main`` when that is a duplicate itself,
    StillMerged tells that others are merged into `defect`. Neither reporter learns of the other's report.
    """
    main = await _main(actor, defect, reference)
    async with in_transaction():
        # Always in the same order: two who merge two reports with each other at once wait, and one of them is refused.
        rows = {one.id: await hold(actor, one) for one in sorted((defect, main), key=lambda one: one.id)}
        current, main = rows[defect.id], rows[main.id]
        if current.duplicate_of_id == main.id:
            return current
        require_version(current, version)
        require_state(current, *OPEN)
        if main.duplicate_of_id:
            raise InvalidInput({"main": _("That one is a duplicate itself. Choose its main report.")})
        if main.team_id != current.team_id:
            raise InvalidInput({"main": _("That report is another team's.")})
        if await Defect.exists(duplicate_of=current):
            raise StillMerged
        current.duplicate_of_id = main.id
        state, act = DefectState.DUPLICATE, DefectAct.MERGED
        await decide(actor, current, state, act, at or now(), details=main.reference)
    return current


async def _main(actor: Reader, defect: Defect, reference: str) -> Defect:
    main = await policy.reviewed_by(actor).get_or_none(reference=reference)
    if main is None:
        raise InvalidInput({"main": _("Your teams have no report with this reference.")})
    if main.id == defect.id:
        raise InvalidInput({"main": _("That is this report itself.")})
    return main
