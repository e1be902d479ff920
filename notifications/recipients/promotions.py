"""Who is told of what is decided about solved cases?"""

from hub.outbox import Event, Happened
from knowledge.events import PromotionAssigned
from knowledge.models import PromotionTask
from notifications.recipients.telling import Question, Telling, because, each


async def of_assignment(happened: Happened, event: PromotionAssigned) -> Telling | None:
    """Who shall make an article of the case?"""
    if not await PromotionTask.exists(thread_id=event.thread_id, assignee_id=event.assignee_id):
        return None
    return because(
        happened,
        "promotion_assigned",
        [event.assignee_id],
        actor_id=event.actor_id,
        thread_id=event.thread_id,
    )


QUESTIONS: dict[type[Event], Question] = {PromotionAssigned: each(of_assignment)}
