"""What can go wrong in discussions, each with its status and a sentence for the person."""

from hub.errors import Conflict, Forbidden
from hub.i18n import _


class ThreadLocked(Forbidden):
    """A reply to a thread that takes no more replies."""

    code = "thread_locked"

    def message(self) -> str:
        return _("This case is locked: it takes no more replies.")


class StaleRevision(Conflict):
    """An edit was begun on a text that somebody else has changed since; `current` is its revision now."""

    code = "stale_revision"

    def __init__(self, current: int) -> None:
        super().__init__(current)
        self.current = current

    def message(self) -> str:
        return _(
            "Somebody else changed this while you were writing. Nothing you typed is lost:"
            " compare, then save."
        )

    def details(self) -> dict[str, object]:
        return {"revision": self.current}


class AlreadyAssigned(Conflict):
    """Somebody else works on the case; only a lead can give it to another person."""

    code = "already_assigned"

    def __init__(self, assignee: str) -> None:
        super().__init__(assignee)
        self.assignee = assignee

    def message(self) -> str:
        return _("%(name)s is already working on this case.") % {"name": self.assignee}


class NotAStrategy(Conflict):
    """Only a reply that is still there can be a strategy, and only a strategy takes votes and comments."""

    code = "not_a_strategy"

    def message(self) -> str:
        return _(
            "Only a reply that has not been deleted can be a strategy, and only strategies take votes and comments."
        )


class OwnStrategy(Forbidden):
    """Votes are what others say of a strategy."""

    code = "own_strategy"

    def message(self) -> str:
        return _("You cannot vote for your own strategy.")


class TooManyStrategies(Conflict):
    """A thread has as many strategies as people can compare."""

    code = "too_many_strategies"

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def message(self) -> str:
        return _("This case has %(most)s strategies already.") % {"most": self.most}


class TooManyComments(Conflict):
    """A strategy has as many comments as its card can hold."""

    code = "too_many_comments"

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def message(self) -> str:
        return _("This strategy has %(most)s comments already. Please write a reply instead.") % {
            "most": self.most
        }


class NotSolved(Conflict):
    """A case that is open has not ended."""

    code = "not_solved"

    def message(self) -> str:
        return _("This case is open again, so there is nothing to tell yet.")


class StaleComplaint(Conflict):
    """A step was chosen for a complaint in which somebody else has taken one since; `current` counts its entries."""

    code = "stale_complaint"

    def __init__(self, current: int) -> None:
        super().__init__(current)
        self.current = current

    def message(self) -> str:
        return _("Somebody else has moved this complaint meanwhile. Your note is kept: look, then go on.")

    def details(self) -> dict[str, object]:
        return {"number": self.current}


class NotAnAnswer(Conflict):
    """Only a reply that is still there can be an accepted answer of its thread."""

    code = "not_an_answer"

    def message(self) -> str:
        return _("Only a reply of this case that has not been deleted can be accepted.")
