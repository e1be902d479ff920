"""Who is told of articles that change hands?"""

from hub.outbox import Event, Happened
from knowledge.events import ArticleOwnerChanged
from knowledge.models import Article
from notifications.recipients.telling import Question, Telling, because, each


async def of_new_owner(happened: Happened, event: ArticleOwnerChanged) -> Telling | None:
    """Who answers for the article from now on?"""
    article = await Article.get_or_none(id=event.article_id)
    if article is None:
        return None
    return because(
        happened, "article_owner", [article.owner_id], actor_id=event.actor_id, article_id=article.id
    )


QUESTIONS: dict[type[Event], Question] = {ArticleOwnerChanged: each(of_new_owner)}
