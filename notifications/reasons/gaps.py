"""Gaps in the knowledge base that somebody is asked to fill."""

from collections.abc import Sequence

from hub.i18n import N_
from knowledge.models import Gap
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason


async def _not_done(notifications: Sequence[Notification]) -> set[int]:
    """The tasks on articles that the person still has to do."""
    open_gaps = Gap.filter(article_id__in=[it.article_id for it in notifications], done_at__isnull=True)
    held = set(await open_gaps.values_list("article_id", "assignee_id"))
    return {it.id for it in notifications if (it.article_id, it.user_id) in held}


REASONS = {
    "gap": Reason(Kind.TASK, N_("%(who)s asks you to look after this article: it is a gap"), _not_done)
}
