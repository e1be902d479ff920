"""Articles that change hands, have to be verified, or are flagged."""

from collections.abc import Callable, Sequence

from hub.i18n import N_
from knowledge.models import Article, Flag
from knowledge.verification.standing import Standing, standing
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason, Waiting


def _as_long_as(holds: Callable[[Article, Notification], bool]) -> Waiting:
    """The tasks on articles for which `holds` is still true."""

    async def waiting(notifications: Sequence[Notification]) -> set[int]:
        articles = await Article.in_bulk([it.article_id for it in notifications if it.article_id], "id")
        return {
            it.id
            for it in notifications
            if (article := articles.get(it.article_id or 0)) and holds(article, it)
        }

    return waiting


def _not_verified_since(article: Article, told: Notification) -> bool:
    return article.verified_until is not None and (
        article.validated_at is None or article.validated_at < told.created_at
    )


async def _flagged_still(notifications: Sequence[Notification]) -> set[int]:
    open_flags = Flag.filter(
        article_id__in=[it.article_id for it in notifications if it.article_id], resolved_at__isnull=True
    )
    flagged = {int(str(id_)) for id_ in await open_flags.values_list("article_id", flat=True)}
    return {it.id for it in notifications if it.article_id in flagged}


REASONS = {
    "article_owner": Reason(
        Kind.TASK,
        N_("%(who)s handed this article over to you"),
        _as_long_as(lambda article, told: article.owner_id == told.user_id),
    ),
    "articles_handed_over": Reason(
        Kind.TASK, N_("%(who)s handed several articles over to you, this one among them")
    ),
    "verifier": Reason(
        Kind.TASK,
        N_("%(who)s asks you to keep this article true"),
        _as_long_as(lambda article, told: article.verifier_id == told.user_id),
    ),
    "due_soon": Reason(
        Kind.TASK, N_("This article has to be checked again soon"), _as_long_as(_not_verified_since)
    ),
    "expired": Reason(
        Kind.TASK,
        N_("This article has to be checked again: its time is over"),
        _as_long_as(lambda article, _told: standing(article) is Standing.EXPIRED),
    ),
    "lapsed": Reason(
        Kind.TASK,
        N_("What this article says is no longer valid: is there something new?"),
        _as_long_as(lambda article, _told: standing(article) is Standing.LAPSED),
    ),
    "flagged": Reason(
        Kind.TASK, N_("%(who)s says that something is the matter with this article"), _flagged_still
    ),
    "flag_answered": Reason(Kind.DECISION, N_("%(who)s answered what you flagged")),
}
