"""Solved cases that somebody is asked to promote."""

from collections.abc import Sequence

from hub.i18n import N_
from knowledge.models import ArticleSource, PromotionTask
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason


async def _asked_still(notifications: Sequence[Notification]) -> set[int]:
    threads = {it.thread_id for it in notifications if it.thread_id}
    asked = {
        (task.thread_id, task.assignee_id)
        for task in await PromotionTask.filter(thread_id__in=list(threads), dismissed_at__isnull=True)
    }
    done = {source.thread_id for source in await ArticleSource.filter(thread_id__in=list(threads))}
    return {it.id for it in notifications if (it.thread_id, it.user_id) in asked and it.thread_id not in done}


REASONS = {
    "promotion_assigned": Reason(
        Kind.TASK, N_("%(who)s asks you to make an article of this case"), _asked_still
    ),
}
