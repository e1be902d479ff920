"""What can go wrong with rivals, told to people."""

from hub.errors import Conflict
from hub.i18n import _
from knowledge.models import RivalLine


class StaleLine(Conflict):
    """Somebody changed the wording since the editor began; `line` is as it stands now."""

    code = "stale_line"

    def __init__(self, line: RivalLine) -> None:
        super().__init__(line.id)
        self.line = line

    def message(self) -> str:
        return _("Somebody else changed this line in the meantime. Nothing of yours is lost.")

    def details(self) -> dict[str, object]:
        return {"revision": self.line.revision_number}


class LineNotStanding(Conflict):
    """The line is not on the card: proposed only, declined, or withdrawn in the meantime."""

    code = "line_not_standing"

    def message(self) -> str:
        return _("This line is not on the card any more.")


class AlreadyDecided(Conflict):
    """Somebody has decided in the meantime, and otherwise."""

    code = "already_decided"

    def message(self) -> str:
        return _("Somebody has decided this in the meantime.")


class RivalExists(Conflict):
    """The competitor has a card that the actor may read: `article_id`."""

    code = "rival_exists"

    def __init__(self, article_id: int) -> None:
        super().__init__(article_id)
        self.article_id = article_id

    def message(self) -> str:
        return _("This competitor has a card already.")

    def details(self) -> dict[str, object]:
        return {"article": self.article_id}
