"""Comments on passages of articles."""

from collections.abc import Sequence

from hub.i18n import N_
from knowledge.models import Annotation
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason


async def _still_open(notifications: Sequence[Notification]) -> set[int]:
    ids = [it.article_id for it in notifications if it.article_id]
    waiting = Annotation.filter(article_id__in=ids, resolved_at__isnull=True)
    articles = set(await waiting.values_list("article_id", flat=True))
    return {it.id for it in notifications if it.article_id in articles}


REASONS = {
    "passage_commented": Reason(Kind.TASK, N_("%(who)s commented on a passage of this article"), _still_open),
    "comment_answered": Reason(Kind.DECISION, N_("%(who)s answered where you commented")),
    "comments_settled": Reason(Kind.DECISION, N_("%(who)s settled what you commented on")),
}
