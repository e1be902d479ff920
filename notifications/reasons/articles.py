"""Articles that change hands."""

from collections.abc import Sequence

from hub.i18n import N_
from knowledge.models import Article
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason


async def _still_owned(notifications: Sequence[Notification]) -> set[int]:
    articles = Article.filter(id__in=[it.article_id for it in notifications if it.article_id])
    owners = {article.id: article.owner_id for article in await articles.only("id", "owner_id")}
    return {it.id for it in notifications if owners.get(it.article_id or 0) == it.user_id}


REASONS = {
    "article_owner": Reason(Kind.TASK, N_("%(who)s handed this article over to you"), _still_owned),
}
