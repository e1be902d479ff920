"""Complaints as pages, live frames and the API show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from discussions.complaints.steps import ORDER, SATISFACTIONS, STEPS, following, next_label
from discussions.models import CaseKind, Complaint, ComplaintEntry, ComplaintStep, Satisfaction, Thread
from hub.accounts.models import User
from hub.i18n import _


@dataclass(frozen=True)
class EntryView:
    """One entry of a complaint's history."""

    number: int
    step: ComplaintStep
    label: str
    back: bool
    satisfaction: Satisfaction | None
    result: str
    note: str
    by: User
    at: datetime


@dataclass(frozen=True)
class StepView:
    """A step as the page shows it: `taken` tells who took it last, None when it lies ahead; `next` is what is due."""

    step: ComplaintStep
    label: str
    taken: EntryView | None
    next: bool


@dataclass(frozen=True)
class ComplaintView:
    """A complaint in the current language. `history` is every entry, oldest first; `result` what the customer said."""

    thread_id: int
    customer: str
    demand: str
    step: ComplaintStep
    label: str
    next: ComplaintStep | None
    next_label: str
    number: int
    due_at: datetime | None
    done_at: datetime | None
    satisfaction: Satisfaction | None
    result: str
    steps: list[StepView]
    history: list[EntryView]


async def told_of(thread: Thread) -> list[str]:
    """The names of those to whom an overdue case was brought; nobody's when it is not."""
    if thread.escalated_at is None:
        return []
    return [user.name for user in await thread.told.all().only("id", "name").order_by("name")]


async def complaint_of(thread: Thread) -> ComplaintView | None:
    """The complaint that a thread is; None for a question."""
    if thread.kind is not CaseKind.COMPLAINT:
        return None
    complaint = await Complaint.get(thread_id=thread.id)
    entries = ComplaintEntry.filter(complaint_id=complaint.id).select_related("author").order_by("number")
    return view_of(complaint, await entries)


def view_of(complaint: Complaint, entries: Sequence[ComplaintEntry]) -> ComplaintView:
    """A complaint with its history, whose authors are loaded, oldest entry first."""
    history = [_entry(entry) for entry in entries]
    ahead = following(complaint.step)
    return ComplaintView(
        thread_id=complaint.thread_id,
        customer=complaint.customer,
        demand=complaint.demand,
        step=complaint.step,
        label=_(STEPS[complaint.step]),
        next=ahead,
        next_label=next_label(complaint.step),
        number=complaint.number,
        due_at=complaint.due_at,
        done_at=complaint.done_at,
        satisfaction=complaint.satisfaction,
        result=_(SATISFACTIONS[complaint.satisfaction]) if complaint.satisfaction else "",
        steps=_steps(complaint, history),
        history=history,
    )


def _steps(complaint: Complaint, history: Sequence[EntryView]) -> list[StepView]:
    reached = ORDER.index(complaint.step)
    # The last time counts: what was taken before it went back has to be taken once more.
    last = {entry.step: entry for entry in history if not entry.satisfaction}
    return [
        StepView(
            step=step,
            label=_(STEPS[step]),
            taken=last.get(step) if place <= reached else None,
            next=place == reached + 1,
        )
        for place, step in enumerate(ORDER)
    ]


def _entry(entry: ComplaintEntry) -> EntryView:
    return EntryView(
        number=entry.number,
        step=entry.step,
        label=_(STEPS[entry.step]),
        back=entry.back,
        satisfaction=entry.satisfaction,
        result=_(SATISFACTIONS[entry.satisfaction]) if entry.satisfaction else "",
        note=entry.note,
        by=entry.author,
        at=entry.created_at,
    )
