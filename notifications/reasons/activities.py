"""Market activities that wait for their result."""

from collections.abc import Sequence

from hub.i18n import N_
from knowledge.models import Article
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason


async def _without_result(notifications: Sequence[Notification]) -> set[int]:
    articles = await Article.in_bulk([it.article_id for it in notifications if it.article_id], "id")
    return {
        it.id
        for it in notifications
        if (article := articles.get(it.article_id or 0)) and not article.content.get("result")
    }


REASONS = {
    "result_overdue": Reason(Kind.TASK, N_("This activity is over: what did it bring?"), _without_result),
}
