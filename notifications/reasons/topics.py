"""Topics of product teams, and the opinions that come."""

from collections.abc import Sequence

from hub.i18n import N_
from knowledge.models import Topic
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason


async def _asked_still(notifications: Sequence[Notification]) -> set[int]:
    ids = [it.opinion_topic_id for it in notifications if it.opinion_topic_id]
    taking = set(await Topic.filter(id__in=ids, closed_at__isnull=True).values_list("id", flat=True))
    return {it.id for it in notifications if it.opinion_topic_id in taking}


REASONS = {
    "topic_published": Reason(Kind.TOPIC, N_("A product team asks what you think"), _asked_still),
    "opinion_given": Reason(Kind.TOPIC, N_("There is a new opinion for your team"), for_team=True),
}
