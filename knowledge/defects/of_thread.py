"""What the readers of a thread are told of the reports that were made of it: where they stand, in one line."""

from collections.abc import Sequence
from dataclasses import dataclass

from discussions.models import Thread
from hub.identity import Reader
from knowledge.defects import policy
from knowledge.defects.standing import standings
from knowledge.models import Defect, DefectState

# The line tells the best of several, and not how many there are.
_BEST_FIRST = (
    DefectState.FIXED,
    DefectState.ACCEPTED,
    DefectState.DUPLICATE,
    DefectState.NEW,
    DefectState.DECLINED,
)


@dataclass(frozen=True)
class Reported:
    """`state` is for every reader of the thread; `references` are those of the reports that this one may read."""

    state: DefectState
    references: Sequence[str]


async def reported_of(reader: Reader, thread: Thread) -> Reported | None:
    """The line for a thread that `reader` may read; None when nothing of it was reported."""
    defects = await Defect.filter(thread_id=thread.id, sealed=False).order_by("created_at")
    if not defects:
        return None
    stand = await standings(defects)
    state = min((stand[defect.id].state for defect in defects), key=_BEST_FIRST.index)
    return Reported(state, [defect.reference for defect in defects if policy.may_read(reader, defect)])
