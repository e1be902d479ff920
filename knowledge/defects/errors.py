"""What can go wrong with reports of defects, told to people."""

from hub.errors import Conflict
from hub.i18n import _
from knowledge.defects import words
from knowledge.defects.routing import Readership
from knowledge.errors import WideningNotConfirmed
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
        return _("This report has been decided: %(state)s. Open it again first.") % {"state": state}

    def details(self) -> dict[str, object]:
        return {"state": self.defect.state.value}


class StillMerged(Conflict):
    """The report is merged with others: it can neither be merged with another nor go to another team."""

    code = "still_merged"

    def message(self) -> str:
        return _("This report is merged with others. Take them apart first.")


class ReadersNotConfirmed(WideningNotConfirmed):
    """More people would read the report; `agreement` to exactly them is sent back as ``confirmed``."""

    code = "readers_not_confirmed"

    def details(self) -> dict[str, object]:
        people = [{"name": user.name, "handle": user.handle} for user in self.gained]
        return {"people": people, "confirmed": self.agreement}


class ReadersNotNamed(Conflict):
    """Others would read the report than the people who were named; `readership` are those who would."""

    code = "readers_not_named"

    def __init__(self, readership: Readership) -> None:
        super().__init__(readership.agreement)
        self.readership = readership

    def message(self) -> str:
        return _("Check who can read this, then send it. Nothing has been saved yet.")

    def details(self) -> dict[str, object]:
        people = [{"name": user.name, "handle": user.handle} for user in self.readership.people]
        return {"people": people, "readers": self.readership.agreement}


class SealedReport(Conflict):
    """What somebody wanted to add to a sealed report would not be sealed."""

    code = "sealed_report"

    def message(self) -> str:
        return _("This report is sealed; what you add here would not be.")


class TooManyDemands(Conflict):
    """A report has as many customers as its page can show."""

    code = "too_many_demands"

    def message(self) -> str:
        return _("No more customers can be added to this report.")
