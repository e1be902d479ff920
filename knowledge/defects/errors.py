"""What can go wrong with reports of defects, told to people."""

from hub.errors import Conflict
from hub.i18n import _
from knowledge.defects import words
from knowledge.models import Defect


class StaleDefect(Conflict):
    """Somebody decided about the report or changed it since the page was made; `defect` is as it stands now."""

    code = "stale_defect"

    def __init__(self, defect: Defect) -> None:
        super().__init__(defect.reference)
        self.defect = defect

    def message(self) -> str:
        return _("Somebody else changed this report in the meantime. Look at it, then decide again.")

    def details(self) -> dict[str, object]:
        return {"version": self.defect.version, "state": self.defect.state.value}


class DefectDecided(Conflict):
    """The report stands where this decision is not possible; it has to be opened again first."""

    code = "defect_decided"

    def __init__(self, defect: Defect) -> None:
        super().__init__(defect.reference)
        self.defect = defect

    def message(self) -> str:
        state = _(words.STATES[self.defect.state].label)
        return _("This report has been decided about: %(state)s. Open it again first.") % {"state": state}

    def details(self) -> dict[str, object]:
        return {"state": self.defect.state.value}


class StillMerged(Conflict):
    """The report is merged with others: it can neither be merged with another nor go to another team."""

    code = "still_merged"

    def message(self) -> str:
        return _("This report is merged with others. Take them apart first.")
