"""Who is told of gaps in the knowledge base?"""

from hub.outbox import Event, Happened
from knowledge.gaps.events import GapAssigned
from knowledge.models import Gap
from notifications.recipients.telling import Question, Telling, because, each


async def of_assignment(happened: Happened, event: GapAssigned) -> Telling | None:
    """Who is to fill the gap?"""
    if not await Gap.exists(id=event.gap_id, assignee_id=event.assignee_id, done_at__isnull=True):
        return None
    if event.article_id is None:
        return because(happened, "gap", [event.assignee_id], actor_id=event.actor_id, gap_id=event.gap_id)
    return because(
        happened, "gap_article", [event.assignee_id], actor_id=event.actor_id, article_id=event.article_id
    )


QUESTIONS: dict[type[Event], Question] = {GapAssigned: each(of_assignment)}
