"""What the choices of a report are called."""

from typing import NamedTuple

from hub.i18n import N_
from knowledge.models import DefectAct, DefectKind, DefectState, LookAct, Origin, Severity, Weight


class Sign(NamedTuple):
    """A label with the icon and the tone of its badge."""

    label: str
    icon: str
    tone: str


KINDS = {
    DefectKind.TECHNICAL: N_("Technical defect"),
    DefectKind.MARKET: N_("Market defect"),
    DefectKind.IMPROVEMENT: N_("Improvement"),
}
ORIGINS = {
    Origin.OWN: N_("Our own product"),
    Origin.RESOLD: N_("A product that we resell"),
}
SEVERITIES = {
    Severity.CRITICAL: Sign(N_("Critical"), "alert", "danger"),
    Severity.HIGH: Sign(N_("High"), "flag", "caution"),
    Severity.MEDIUM: Sign(N_("Medium"), "circle", "neutral"),
    Severity.LOW: Sign(N_("Low"), "circle-dashed", "neutral"),
}
STATES = {
    DefectState.NEW: Sign(N_("New"), "spark", "accent"),
    DefectState.ACCEPTED: Sign(N_("Accepted"), "check", "positive"),
    DefectState.DUPLICATE: Sign(N_("Known already"), "merge", "neutral"),
    DefectState.DECLINED: Sign(N_("Declined"), "x", "caution"),
    DefectState.FIXED: Sign(N_("Fixed"), "check-circle", "positive"),
}
WEIGHTS = {
    Weight.NICE: N_("Nice to have"),
    Weight.USEFUL: N_("Useful"),
    Weight.IMPORTANT: N_("Important"),
    Weight.BREAKER: N_("Deal-breaker"),
}
ACTS = {
    DefectAct.REPORTED: N_("Reported"),
    DefectAct.ACCEPTED: N_("Accepted"),
    DefectAct.MERGED: N_("Known already"),
    DefectAct.DECLINED: N_("Declined"),
    DefectAct.REOPENED: N_("Opened again"),
    DefectAct.FIXED: N_("Fixed"),
    DefectAct.SNOOZED: N_("Put off"),
    DefectAct.ASSIGNED: N_("Assigned"),
    DefectAct.CHANGED: N_("Refiled"),
    DefectAct.MOVED: N_("Handed to another team"),
    DefectAct.WIDENED: N_("Opened to more readers"),
    DefectAct.ARTICLE: N_("Article published"),
}
LOOKS = {
    LookAct.VIEWED: N_("read"),
    LookAct.SERVED: N_("ciphertext fetched"),
    LookAct.EXPORTED: N_("exported"),
}
