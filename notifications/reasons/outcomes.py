"""How cases ended, and what is said of strategies."""

from collections.abc import Sequence

from discussions.models import Outcome, Thread
from hub.i18n import N_
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason


async def _untold(notifications: Sequence[Notification]) -> set[int]:
    ids = [it.thread_id for it in notifications if it.thread_id]
    solved = await Thread.filter(id__in=ids, answer_count__gt=0).values_list("id", flat=True)
    told = await Outcome.filter(thread_id__in=ids).values_list("thread_id", flat=True)
    return {it.id for it in notifications if it.thread_id in set(solved) - set(told)}


REASONS = {
    "outcome": Reason(Kind.OUTCOME, N_("How did your case end? One press is enough"), _untold),
    "outcome_reminder": Reason(
        Kind.OUTCOME, N_("Once more, and never again: how did your case end?"), _untold
    ),
    "strategy_comment": Reason(Kind.REPLY, N_("%(who)s commented on your strategy")),
}
