"""What browsers that show an article somewhere are sent when it stands otherwise."""

from collections.abc import Iterable

from discussions.live import Frame
from hub.outbox import Happened
from hub.pages import render_text
from knowledge.events import (
    ArticleConfidenceChanged,
    ArticleEdited,
    ArticleEvent,
    ArticleExpired,
    ArticleLapsed,
    ArticlePlanChanged,
)
from knowledge.models import Article
from knowledge.verification.standing import standing

# An edit may move the last day of a price, and makes the text of others unproven.
_MOVING = (ArticleConfidenceChanged, ArticlePlanChanged, ArticleExpired, ArticleLapsed, ArticleEdited)


async def render_badge(happened: Happened, locales: Iterable[str]) -> dict[str, Frame]:
    """The badge of the event's article, for every place where one stands."""
    article = await _moved(happened)
    if article is None:
        return {}
    shown = {"article": article, "standing": standing(article), "version": happened.id}
    return {
        locale: Frame(
            topic="articles",
            event=happened.event.type,
            id=f"standing-{article.id}",
            html=render_text("knowledge/verification/live_badge.html", locale, **shown),
            version=None,
        )
        for locale in locales
    }


async def render_trust(happened: Happened, locales: Iterable[str]) -> dict[str, Frame]:
    """The place of the article's trust, to be loaded anew by each browser with its reader's rights."""
    article = await _moved(happened)
    if article is None:
        return {}
    return {
        locale: Frame(
            topic=f"article:{article.id}",
            event=happened.event.type,
            id="article-trust",
            html=render_text(
                "knowledge/verification/live_trust.html", locale, article=article, version=happened.id
            ),
            version=None,
        )
        for locale in locales
    }


async def _moved(happened: Happened) -> Article | None:
    if not isinstance(happened.event, _MOVING):
        return None
    assert isinstance(happened.event, ArticleEvent)
    return await Article.get_or_none(id=happened.event.article_id)
