"""Who is told of what is overdue?"""

from discussions.events import ThreadOverdue
from discussions.models import CaseKind, Thread
from hub.outbox import Event, Happened
from notifications.recipients.telling import Question, Telling, because, each


async def of_overdue(happened: Happened, event: ThreadOverdue) -> Telling | None:
    """To whom was it brought?"""
    thread = await Thread.get_or_none(id=event.thread_id)
    if thread is None or thread.escalated_at is None:
        return None
    people = [user.id for user in await thread.told.all().only("id")]
    reason = "complaint_overdue" if thread.kind is CaseKind.COMPLAINT else "unanswered"
    return because(happened, reason, people, actor_id=None, thread_id=thread.id)


QUESTIONS: dict[type[Event], Question] = {ThreadOverdue: each(of_overdue)}
