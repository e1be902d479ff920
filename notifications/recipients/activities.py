"""Who is asked for the result of a market activity?"""

from hub.outbox import Event, Happened
from knowledge.events import ResultOverdue
from notifications.recipients.telling import Question, Telling, because, each


async def of_result(happened: Happened, event: ResultOverdue) -> Telling:
    """Whoever runs it."""
    return because(happened, "result_overdue", [event.asked_id], actor_id=None, article_id=event.article_id)


QUESTIONS: dict[type[Event], Question] = {ResultOverdue: each(of_result)}
