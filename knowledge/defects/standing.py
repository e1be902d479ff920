"""Where a report stands for whoever reported it: that of a duplicate follows its main report."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.models import Defect, DefectState


@dataclass(frozen=True)
class Standing:
    """`state` is the one of the main report for a duplicate, which is `known` already. `fixed_in` is its version."""

    state: DefectState
    known: bool
    fixed_in: str


async def standings(defects: Iterable[Defect]) -> dict[int, Standing]:
    """Where each report stands by its id; at most one statement.

    Of a main report nothing else may show to the reporters of its duplicates.
    """
    chosen = list(defects)
    main_ids = {defect.duplicate_of_id for defect in chosen if defect.duplicate_of_id}
    found = await Defect.filter(id__in=list(main_ids)).only("id", "state", "fixed_in") if main_ids else []
    mains = {main.id: main for main in found}
    return {defect.id: _standing(defect, mains.get(defect.duplicate_of_id or 0)) for defect in chosen}


def _standing(defect: Defect, main: Defect | None) -> Standing:
    if main is None:
        return Standing(defect.state, known=False, fixed_in=defect.fixed_in)
    state = DefectState.DUPLICATE if main.state is DefectState.NEW else main.state
    return Standing(state, known=True, fixed_in=main.fixed_in)
