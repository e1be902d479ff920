"""What happened, in one plain sentence of the current language."""

from collections.abc import Sequence

from hub.i18n import N_, _, ngettext
from notifications.models import Kind

# Why somebody gets mail of a kind; the settings page lists these.
REASONS = {
    Kind.MENTION: N_("Somebody mentions me or a group of mine"),
    Kind.REPLY: N_("Somebody replies in a case that I watch"),
    Kind.ANSWER_ACCEPTED: N_("An answer is accepted: mine, or in a case that I watch"),
    Kind.ASSIGNED: N_("A case is assigned to me"),
    Kind.PROMOTED: N_("A case of mine goes into the knowledge base"),
}


def sentence(kind: Kind, names: Sequence[str], *, mine: bool = False) -> str:
    """Who did what; `mine` tells that the accepted answer is the reader's own."""
    who = _names(names)
    texts = {
        Kind.MENTION: _("%(who)s mentioned you"),
        Kind.REPLY: _("%(who)s replied"),
        Kind.ANSWER_ACCEPTED: _("%(who)s accepted your answer") if mine else _("%(who)s accepted an answer"),
        Kind.ASSIGNED: _("%(who)s assigned this case to you"),
        Kind.PROMOTED: _("%(who)s put this case into the knowledge base"),
    }
    return texts[kind] % {"who": who}


def reason(kind: Kind) -> str:
    return _(REASONS[kind])


def _names(names: Sequence[str]) -> str:
    if not names:
        return _("Somebody")
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return _("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}
    others = len(names) - 1
    return ngettext("%(one)s and %(num)s other", "%(one)s and %(num)s others", others) % {
        "one": names[0],
        "num": others,
    }
