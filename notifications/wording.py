"""What happened, in one plain sentence of the current language."""

from collections.abc import Sequence

from hub.i18n import N_, _, ngettext
from notifications import reasons
from notifications.models import Kind

# What mail of a kind is about; the settings page lists these.
SUBJECTS = {
    Kind.MENTION: N_("Mentions of me or of my groups"),
    Kind.REPLY: N_("Replies in cases that I watch"),
    Kind.ANSWER_ACCEPTED: N_("Accepted answers: mine, or in cases that I watch"),
    Kind.ASSIGNED: N_("Cases assigned to me"),
    Kind.PROMOTED: N_("Cases and answers of mine that go into the knowledge base"),
    Kind.NEW_CASE: N_("New cases in what I follow"),
    Kind.NEW_ARTICLE: N_("New articles in what I follow"),
    Kind.TASK: N_("What waits for me in the knowledge base and the queues"),
    Kind.DECISION: N_("What became of my suggestions, flags and disputes"),
    Kind.OUTCOME: N_("How my cases ended"),
    Kind.DEFECT: N_("Reports of defects: mine, and those for my teams"),
    Kind.TOPIC: N_("What product teams ask, and opinions for my teams"),
}


def sentence(kind: Kind, names: Sequence[str], *, reason: str = "", mine: bool = False) -> str:
    """Who did what; `reason` as in `Notification`, `mine` tells that the accepted answer is the reader's own."""
    who = _names(names)
    if known := reasons.find(reason):
        return _(known.text) % {"who": who}
    texts = {
        Kind.MENTION: _("%(who)s mentioned you"),
        Kind.REPLY: _("%(who)s replied"),
        Kind.ANSWER_ACCEPTED: _("%(who)s accepted your answer") if mine else _("%(who)s accepted an answer"),
        Kind.ASSIGNED: _("%(who)s assigned this case to you"),
        Kind.PROMOTED: _("%(who)s put this case into the knowledge base"),
        Kind.NEW_CASE: _("%(who)s posted a new case"),
        Kind.NEW_ARTICLE: _("%(who)s published a new article"),
        # For a reason of a newer version, whose processes may run beside this one.
        Kind.TASK: _("Something waits for you"),
        Kind.DECISION: _("Something of yours was decided"),
        Kind.OUTCOME: _("How did it end?"),
        Kind.DEFECT: _("Something changed"),
        Kind.TOPIC: _("A product team asks what you think"),
    }
    return texts[kind] % {"who": who}


def subject(kind: Kind) -> str:
    """What mail of this kind is about."""
    return _(SUBJECTS[kind])


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
