"""Gaps in the knowledge base that somebody is asked to fill."""

from collections.abc import Sequence

from hub.i18n import N_
from knowledge.models import Gap
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason
from notifications.topics import gap_of


async def _not_filled(notifications: Sequence[Notification]) -> set[int]:
    """The gaps that the person still has to fill."""
    held = await _held([gap_of(it.topic) for it in notifications], "id")
    return {it.id for it in notifications if (gap_of(it.topic), it.user_id) in held}


async def _not_done(notifications: Sequence[Notification]) -> set[int]:
    """The tasks on articles that the person still has to do."""
    held = await _held([it.article_id for it in notifications], "article_id")
    return {it.id for it in notifications if (it.article_id, it.user_id) in held}


async def _held(ids: Sequence[int | None], column: str) -> set[tuple[int, int]]:
    open_gaps = Gap.filter(**{f"{column}__in": [id_ for id_ in ids if id_], "done_at__isnull": True})
    return set(await open_gaps.values_list(column, "assignee_id"))


REASONS = {
    "gap": Reason(Kind.TASK, N_("%(who)s asks you to fill this gap"), _not_filled),
    "gap_article": Reason(
        Kind.TASK, N_("%(who)s asks you to look after this article: it is a gap"), _not_done
    ),
}
