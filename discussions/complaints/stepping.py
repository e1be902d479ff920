"""Taking the steps of a complaint: forward in their order, back for a reason, and the customer's answer at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from discussions import policy
from discussions.complaints.steps import before, due, following
from discussions.enums import ComplaintStep, Satisfaction
from discussions.errors import StaleComplaint
from discussions.events import ComplaintMoved
from discussions.models import Complaint, ComplaintEntry, Thread
from discussions.writing import changed, locked
from hub import audit
from hub.database import new_uid, now, one_writer_of
from hub.errors import Forbidden, InvalidInput, NotFound, UidTaken
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from hub.text import Line, Prose

LONGEST_CUSTOMER = 200
LONGEST_DEMAND = 1000

Customer = Annotated[str, Line(LONGEST_CUSTOMER)]
Demand = Annotated[str, Prose(LONGEST_DEMAND, min_length=1)]
Note = Annotated[str, Prose(4000)]


@dataclass(frozen=True)
class Claim:
    """Who complains, and what they demand."""

    customer: str
    demand: str


async def receive(thread: Thread, claim: Claim, at: datetime) -> None:
    """Make a new case a complaint, received by its author; in the transaction that has stored the case."""
    step = ComplaintStep.RECEIVED
    complaint = await Complaint.create(
        thread=thread, customer=claim.customer, demand=claim.demand, step=step, due_at=due(step, at)
    )
    await ComplaintEntry.create(
        complaint=complaint, number=1, step=step, author_id=thread.author_id, created_at=at
    )


async def take_step(
    actor: Reader,
    thread: Thread,
    step: ComplaintStep,
    *,
    note: str = "",
    base: int | None = None,
    uid: UUID | None = None,
    at: datetime | None = None,
) -> Complaint:
    """Take the next step, or go back to an earlier one, which needs a reason in `note`.

    `base` is the number of the newest entry that the actor knew: StaleComplaint when somebody was faster; None takes
    the newest for granted. The same `uid` again changes nothing. InvalidInput for a step out of order.
    """
    entry = ComplaintEntry(uid=uid or new_uid(), step=step, note=note)

    def change(complaint: Complaint, moment: datetime) -> None:
        if step in before(complaint.step):
            entry.back = True
            if not note:
                raise InvalidInput({"note": _("Please say why it goes back.")})
        elif step is not following(complaint.step):
            raise InvalidInput({"step": _("Steps are taken one after the other.")})
        complaint.step, complaint.due_at = step, due(step, moment)
        complaint.satisfaction = complaint.done_at = None

    return await _move(actor, thread, entry, change, base, at)


async def conclude(
    actor: Reader,
    thread: Thread,
    satisfaction: Satisfaction,
    *,
    note: str = "",
    base: int | None = None,
    uid: UUID | None = None,
    at: datetime | None = None,
) -> Complaint:
    """Note what the customer said when they were asked, which ends the complaint; the rest as for `take_step`."""
    step = ComplaintStep.SATISFACTION
    entry = ComplaintEntry(uid=uid or new_uid(), step=step, note=note, satisfaction=satisfaction)

    def change(complaint: Complaint, moment: datetime) -> None:
        if complaint.step is not step or complaint.done_at:
            raise InvalidInput({"satisfaction": _("The customer is asked once, after all other steps.")})
        complaint.satisfaction, complaint.done_at, complaint.due_at = satisfaction, moment, None

    return await _move(actor, thread, entry, change, base, at)


async def _move(
    actor: Reader,
    thread: Thread,
    entry: ComplaintEntry,
    change: Callable[[Complaint, datetime], None],
    base: int | None,
    at: datetime | None,
) -> Complaint:
    """Add an entry to the history of a complaint and let `change` say what follows from it."""
    async with locked(actor, thread) as current:
        await one_writer_of(entry.uid)
        complaint = await Complaint.get_or_none(thread_id=current.id)
        if complaint is None:
            raise NotFound
        if not policy.may_move_complaint(actor, current):
            raise Forbidden
        if first := await ComplaintEntry.get_or_none(uid=entry.uid):
            _same_entry(first, entry, complaint, actor)
            return complaint
        if base is not None and base != complaint.number:
            raise StaleComplaint(complaint.number)
        moment = at or now()
        change(complaint, moment)
        complaint.number += 1
        await complaint.save()
        entry.complaint_id, entry.number = complaint.id, complaint.number
        entry.author_id, entry.created_at = actor.id, moment
        await entry.save()
        current.active_at = max(current.active_at, moment)
        current.escalate_at, current.escalated_at = complaint.due_at, None
        version = await changed(current, "active_at", "escalate_at", "escalated_at")
        await audit.log(actor, "complaint.moved", "thread", current.id, step=entry.step, back=entry.back)
        await record(ComplaintMoved(thread_id=current.id, version=version, actor_id=actor.id))
    return complaint


def _same_entry(first: ComplaintEntry, again: ComplaintEntry, complaint: Complaint, actor: Reader) -> None:
    """Let a repetition by the same person pass; UidTaken for everything else."""
    before_ = (first.complaint_id, first.author_id, first.step, first.satisfaction, first.note)
    if before_ != (complaint.id, actor.id, again.step, again.satisfaction, again.note):
        raise UidTaken
