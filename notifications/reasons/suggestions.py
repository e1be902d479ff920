"""Suggested changes that wait, and what became of them."""

from collections.abc import Sequence

from hub.i18n import N_
from knowledge.models import Suggestion, SuggestionState
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason


async def _still_open(notifications: Sequence[Notification]) -> set[int]:
    ids = [it.article_id for it in notifications if it.article_id]
    waiting = Suggestion.filter(article_id__in=ids, state=SuggestionState.OPEN)
    articles = set(await waiting.values_list("article_id", flat=True))
    return {it.id for it in notifications if it.article_id in articles}


REASONS = {
    "suggestion_made": Reason(Kind.TASK, N_("%(who)s suggests a change of this article"), _still_open),
    "suggestion_approved": Reason(Kind.DECISION, N_("%(who)s approved your suggestion")),
    "suggestion_declined": Reason(Kind.DECISION, N_("%(who)s declined your suggestion")),
}
