"""Lines of rivals that are proposed, disputed and decided about."""

from collections.abc import Sequence

from hub.i18n import N_
from knowledge.models import LineState, RivalDispute, RivalLine
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason


async def _proposals_left(notifications: Sequence[Notification]) -> set[int]:
    articles = {it.article_id for it in notifications if it.article_id}
    proposed = RivalLine.filter(article_id__in=list(articles), state=LineState.PROPOSED)
    waiting = set(await proposed.values_list("article_id", flat=True))
    return {it.id for it in notifications if it.article_id in waiting}


async def _disputes_left(notifications: Sequence[Notification]) -> set[int]:
    articles = {it.article_id for it in notifications if it.article_id}
    disputes = RivalDispute.filter(line__article_id__in=list(articles), decision__isnull=True)
    waiting = set(await disputes.values_list("line__article_id", flat=True))
    return {it.id for it in notifications if it.article_id in waiting}


CARD = "/rivals/{article}"

REASONS = {
    "rival_line_proposed": Reason(
        Kind.TASK, N_("%(who)s proposed a line for a rival's card"), _proposals_left, path=CARD
    ),
    "rival_line_disputed": Reason(
        Kind.TASK, N_("%(who)s says that a line of a rival's card is wrong"), _disputes_left, path=CARD
    ),
    "rival_line_approved": Reason(Kind.DECISION, N_("%(who)s put your line on a rival's card"), path=CARD),
    "rival_line_declined": Reason(
        Kind.DECISION, N_("%(who)s declined your line for a rival's card"), path=CARD
    ),
    "rival_dispute_corrected": Reason(
        Kind.DECISION, N_("%(who)s corrected the line that you disputed"), path=CARD
    ),
    "rival_dispute_kept": Reason(Kind.DECISION, N_("%(who)s kept the line that you disputed"), path=CARD),
    "rival_dispute_withdrawn": Reason(
        Kind.DECISION, N_("%(who)s withdrew the line that you disputed"), path=CARD
    ),
}
