"""What can go wrong with keys, told to people."""

from hub.errors import Conflict
from hub.i18n import _


class NoIdentity(Conflict):
    """The person has no identity that anything could be locked to."""

    code = "no_identity"

    def message(self) -> str:
        return _("You have no key of your own yet. Make one first.")


class KeysChanged(Conflict):
    """The team's keys, or who holds them, are no longer as the browser saw them."""

    code = "keys_changed"

    def message(self) -> str:
        return _("The team's keys changed in the meantime. Nothing was changed; look at them again.")


class WrongHolders(Conflict):
    """A key was locked to others than those who may hold it, or its shares to others than three admins."""

    code = "wrong_holders"

    def message(self) -> str:
        return _("Somebody here may not hold this key, or has another one by now. Look at the list again.")


class NotYet(Conflict):
    """A recovery takes two admins."""

    code = "not_yet"

    def message(self) -> str:
        return _("Two admins have to agree first.")
