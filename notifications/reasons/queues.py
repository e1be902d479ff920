"""What is overdue."""

from collections.abc import Sequence

from discussions.models import Thread
from discussions.queues.rule import UNANSWERED
from hub.i18n import N_
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason


async def _unanswered(notifications: Sequence[Notification]) -> set[int]:
    threads = Thread.filter(UNANSWERED, answer_count=0, id__in=[it.thread_id for it in notifications])
    waiting = set(await threads.values_list("id", flat=True))
    return {it.id for it in notifications if it.thread_id in waiting}


async def _late(notifications: Sequence[Notification]) -> set[int]:
    threads = Thread.filter(escalated_at__isnull=False, id__in=[it.thread_id for it in notifications])
    late = set(await threads.values_list("id", flat=True))
    return {it.id for it in notifications if it.thread_id in late}


REASONS = {
    "unanswered": Reason(
        Kind.TASK, N_("Nobody has replied to this case for 4 hours. Can you help?"), _unanswered
    ),
    "complaint_overdue": Reason(Kind.TASK, N_("The next step of this complaint is overdue"), _late),
}
