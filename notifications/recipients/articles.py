"""Who is told of articles that change hands, have to be verified, or are flagged?"""

from hub.identity import load_readers
from hub.outbox import Event, Happened
from knowledge.events import (
    ArticleDueSoon,
    ArticleExpired,
    ArticleFlagged,
    ArticleLapsed,
    ArticleOwnerChanged,
    ArticlePlanChanged,
    ArticlesHandedOver,
    FlagAnswered,
)
from knowledge.models import Article, Flag
from knowledge.policy import may_read
from knowledge.verification.standing import Standing, standing
from notifications.recipients.telling import Question, Telling, because, each


async def of_new_owner(happened: Happened, event: ArticleOwnerChanged) -> Telling | None:
    """Who answers for the article from now on?"""
    article = await Article.get_or_none(id=event.article_id)
    if article is None:
        return None
    return because(
        happened, "article_owner", [article.owner_id], actor_id=event.actor_id, article_id=article.id
    )


async def of_hand_over(happened: Happened, event: ArticlesHandedOver) -> Telling:
    """Who answers for them from now on? Once, however many they are."""
    return because(
        happened,
        "articles_handed_over",
        [event.owner_id],
        actor_id=event.actor_id,
        article_id=event.article_id,
    )


async def of_plan(happened: Happened, event: ArticlePlanChanged) -> Telling | None:
    """Who is to verify the article from now on?"""
    if event.verifier_id is None:
        return None
    return because(
        happened, "verifier", [event.verifier_id], actor_id=event.actor_id, article_id=event.article_id
    )


async def of_due_soon(happened: Happened, event: ArticleDueSoon) -> Telling | None:
    """Who is to verify it: the verifier, or else, if there is none who can read it, the owner?"""
    article = await Article.get_or_none(id=event.article_id)
    if article is None or article.verified_until != article.reminded_for:
        return None
    verifiers = await load_readers([article.verifier_id]) if article.verifier_id else []
    people = [one.id for one in verifiers if may_read(one, article)] or [article.owner_id]
    return because(happened, "due_soon", people, actor_id=None, article_id=article.id)


async def of_expiry(happened: Happened, event: ArticleExpired) -> Telling | None:
    """Who verifies it, and who answers for it?"""
    return await _told_of(happened, event.article_id, Standing.EXPIRED, "expired")


async def of_lapse(happened: Happened, event: ArticleLapsed) -> Telling | None:
    """Who answers for what is no longer valid?"""
    return await _told_of(happened, event.article_id, Standing.LAPSED, "lapsed")


async def of_flag(happened: Happened, event: ArticleFlagged) -> Telling | None:
    """Who answers for the article, and who verifies it?"""
    article = await Article.get_or_none(id=event.article_id)
    if article is None or not await Flag.exists(id=event.flag_id, resolved_at__isnull=True):
        return None
    return because(happened, "flagged", _stewards(article), actor_id=event.actor_id, article_id=article.id)


async def of_flag_answer(happened: Happened, event: FlagAnswered) -> Telling | None:
    """Who had raised the flag?"""
    flag = await Flag.get_or_none(id=event.flag_id)
    if flag is None:
        return None
    return because(
        happened, "flag_answered", [flag.author_id], actor_id=event.actor_id, article_id=event.article_id
    )


async def _told_of(happened: Happened, article_id: int, as_long_as: Standing, reason: str) -> Telling | None:
    article = await Article.get_or_none(id=article_id)
    if article is None or standing(article) is not as_long_as:
        return None
    return because(happened, reason, _stewards(article), actor_id=None, article_id=article.id)


def _stewards(article: Article) -> list[int]:
    return [article.owner_id] if article.verifier_id is None else [article.owner_id, article.verifier_id]


QUESTIONS: dict[type[Event], Question] = {
    ArticleOwnerChanged: each(of_new_owner),
    ArticlesHandedOver: each(of_hand_over),
    ArticlePlanChanged: each(of_plan),
    ArticleDueSoon: each(of_due_soon),
    ArticleExpired: each(of_expiry),
    ArticleLapsed: each(of_lapse),
    ArticleFlagged: each(of_flag),
    FlagAnswered: each(of_flag_answer),
}
