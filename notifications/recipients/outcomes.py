"""Who is asked how a case ended, and who is told what was said of their strategy?"""

from discussions.events import OutcomeAsked, StrategyCommented
from discussions.models import Outcome, Post, StrategyComment, Thread
from hub.outbox import Event, Happened
from notifications.recipients.telling import Question, Telling, because, each


async def of_asking(happened: Happened, event: OutcomeAsked) -> Telling | None:
    """Whose case is it, while it is solved and they have not told yet?"""
    thread = await Thread.get_or_none(id=event.thread_id, answer_count__gt=0)
    if thread is None or await Outcome.exists(thread_id=thread.id):
        return None
    reason = "outcome_reminder" if event.reminder else "outcome"
    return because(happened, reason, [thread.author_id], actor_id=None, thread_id=thread.id)


async def of_comment(happened: Happened, event: StrategyCommented) -> Telling | None:
    """Whose strategy is it?"""
    post = await Post.get_or_none(id=event.post_id, deleted_at__isnull=True)
    if post is None or not await StrategyComment.exists(id=event.comment_id, deleted_at__isnull=True):
        return None
    return because(
        happened,
        "strategy_comment",
        [post.author_id],
        actor_id=event.actor_id,
        thread_id=event.thread_id,
        post_id=post.id,
    )


QUESTIONS: dict[type[Event], Question] = {OutcomeAsked: each(of_asking), StrategyCommented: each(of_comment)}
