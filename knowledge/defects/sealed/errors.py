"""What can go wrong with sealed reports, told to people."""

from hub.audiences.models import Group
from hub.errors import Conflict, InvalidInput
from hub.i18n import _


class KeyChanged(Conflict):
    """The team has another key than the one that something was sealed to."""

    code = "key_changed"

    def message(self) -> str:
        return _("The team has a new key in the meantime. Nothing was lost: seal it again, to the new key.")


class ReadersChanged(Conflict):
    """Others read the report than those whom the writer of a clear reply has agreed to."""

    code = "readers_changed"

    def message(self) -> str:
        return _("The people who would read this have changed. Check the list, then send it again.")


class PartChanged(Conflict):
    """Another browser has sealed this part to the new key already."""

    code = "part_changed"

    def message(self) -> str:
        return _("This has been sealed again in the meantime.")


def no_key(team: Group) -> InvalidInput:
    """Nothing can be sealed for `team` yet."""
    text = _("%(team)s has no key yet: one of its members can make it under “Keys of sealed reports”.") % {
        "team": team.name
    }
    return InvalidInput({"product": text})
