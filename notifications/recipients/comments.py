"""Who is told of comments on passages of articles?"""

from hub.outbox import Event, Happened
from knowledge.events import ArticleCommented, CommentsResolved
from knowledge.models import Annotation, AnnotationComment
from notifications.recipients.telling import Question, Telling, because, each


async def of_comment(happened: Happened, event: ArticleCommented) -> list[Telling]:
    """Who talks there already, and who answers for the article?"""
    annotation = await Annotation.get_or_none(id=event.annotation_id).select_related("article")
    if annotation is None or not await AnnotationComment.exists(id=event.comment_id, deleted_at__isnull=True):
        return []
    article = annotation.article
    answerable = {article.owner_id, article.verifier_id or article.owner_id}
    return [
        because(happened, reason, people, actor_id=event.actor_id, article_id=article.id)
        for reason, people in (
            ("comment_answered", await _talking(annotation)),
            ("passage_commented", answerable),
        )
    ]


async def of_settled(happened: Happened, event: CommentsResolved) -> Telling | None:
    """Who talked there?"""
    annotation = await Annotation.get_or_none(id=event.annotation_id)
    if annotation is None or annotation.resolved_at is None:
        return None
    return because(
        happened,
        "comments_settled",
        await _talking(annotation),
        actor_id=event.actor_id,
        article_id=event.article_id,
    )


async def _talking(annotation: Annotation) -> set[int]:
    comments = AnnotationComment.filter(annotation=annotation, deleted_at__isnull=True)
    return {int(str(id_)) for id_ in await comments.values_list("author_id", flat=True)}


QUESTIONS: dict[type[Event], Question] = {
    ArticleCommented: each(of_comment),
    CommentsResolved: each(of_settled),
}
