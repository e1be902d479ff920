"""The steps of a complaint, their order, and when each is due."""

from datetime import datetime, timedelta

from discussions.enums import ComplaintStep, Satisfaction
from hub.i18n import N_, _

ORDER = tuple(ComplaintStep)

STEPS = {
    ComplaintStep.RECEIVED: N_("Received"),
    ComplaintStep.RESPONSIBILITY: N_("Responsibility decided"),
    ComplaintStep.SOLVED: N_("Solved"),
    ComplaintStep.FOLLOWED_UP: N_("Followed up"),
    ComplaintStep.SATISFACTION: N_("Satisfaction asked"),
}

SATISFACTIONS = {
    Satisfaction.SATISFIED: N_("Satisfied"),
    Satisfaction.PARTLY: N_("Partly satisfied"),
    Satisfaction.NOT_SATISFIED: N_("Not satisfied"),
}

# How long what follows a step may take: the next one, and after the last one the customer's answer.
ALLOWED = {
    ComplaintStep.RECEIVED: timedelta(days=1),
    ComplaintStep.RESPONSIBILITY: timedelta(days=7),
    ComplaintStep.SOLVED: timedelta(days=3),
    ComplaintStep.FOLLOWED_UP: timedelta(days=7),
    ComplaintStep.SATISFACTION: timedelta(days=14),
}


def following(step: ComplaintStep) -> ComplaintStep | None:
    """The step after this one; None after the last."""
    place = ORDER.index(step) + 1
    return ORDER[place] if place < len(ORDER) else None


def next_label(step: ComplaintStep) -> str:
    """What follows a step, in the current language: the next one, or what the customer says."""
    ahead = following(step)
    return _(STEPS[ahead]) if ahead else _("The customer's answer")


def before(step: ComplaintStep) -> tuple[ComplaintStep, ...]:
    """The steps that one can go back to."""
    return ORDER[: ORDER.index(step)]


def first_due(received_at: datetime) -> datetime:
    """When the first step after the reception of a complaint is due."""
    return due(ComplaintStep.RECEIVED, received_at)


def due(step: ComplaintStep, taken_at: datetime) -> datetime:
    """When what follows a step is due."""
    return taken_at + ALLOWED[step]
