"""What browsers are sent: about the articles of an open thread, about an open article, about articles in lists.

A frame is rendered once for each language and sent to everybody who may see its thread or article: nothing in it
depends on who reads it.
"""

from collections.abc import Awaitable, Callable, Iterable

from discussions.live import Frame, TopicAccess
from discussions.models import Thread
from hub.outbox import Happened
from hub.pages import render_text
from knowledge.events import ArticleUsed, ArticleUseWithdrawn, ThreadPromoted
from knowledge.models import Article
from knowledge.rivals.live import render_line
from knowledge.verification.live import render_badge, render_trust

# Makes the frames of an event by language; none for events that are not its own.
Renderer = Callable[[Happened, Iterable[str]], Awaitable[dict[str, Frame]]]

# For whoever has the article of the event open, and for whoever sees it in a list. The first that knows the event.
_OF_AN_ARTICLE: list[Renderer] = [render_line, render_trust]
_OF_A_CARD: list[Renderer] = [render_badge]


async def article_audience(article_id: int) -> TopicAccess | None:
    """Who may hear of an article; None when there is no such article."""
    article = await Article.get_or_none(id=article_id).only("id", "audience_id", "author_id")
    return TopicAccess(article.audience_id, False, article.author_id) if article else None


async def render_article(happened: Happened, locales: Iterable[str]) -> dict[str, Frame]:
    """The frames for those who have the article open, by language; empty when there is nothing to show."""
    return await _first(_OF_AN_ARTICLE, happened, locales)


async def render_card(happened: Happened, locales: Iterable[str]) -> dict[str, Frame]:
    """The frames for those who see the article in a list, by language; empty when there is nothing to show."""
    return await _first(_OF_A_CARD, happened, locales)


async def _first(
    renderers: Iterable[Renderer], happened: Happened, locales: Iterable[str]
) -> dict[str, Frame]:
    languages = list(locales)
    for render in renderers:
        if frames := await render(happened, languages):
            return frames
    return {}


async def render_event(happened: Happened, locales: Iterable[str]) -> dict[str, Frame]:
    """The place of the thread's articles by language, to be loaded anew by each browser with its reader's rights.

    Empty for other events, and for an article that not every reader of the thread may know of.
    """
    event = happened.event
    if not isinstance(event, ThreadPromoted | ArticleUsed | ArticleUseWithdrawn):
        return {}
    thread = await Thread.get_or_none(id=event.thread_id)
    if thread is None or not await Article.exists(id=event.article_id, audience_id=thread.audience_id):
        return {}
    return _place(thread.id, happened, locales)


def reports_of_thread(thread_id: int, happened: Happened, locales: Iterable[str]) -> dict[str, Frame]:
    """The same place after a report of what came up in the thread was made or decided about.

    Every reader of the thread may know that, and nothing else of the report.
    """
    return _place(thread_id, happened, locales)


def _place(thread_id: int, happened: Happened, locales: Iterable[str]) -> dict[str, Frame]:
    return {
        locale: Frame(
            f"thread:{thread_id}",
            happened.event.type,
            "thread-articles",
            render_text("knowledge/live_articles.html", locale, thread_id=thread_id, version=happened.id),
            None,
        )
        for locale in locales
    }
