"""What browsers with a thread open are sent when it becomes an article."""

from collections.abc import Iterable

from discussions.live import Frame
from discussions.models import Thread
from hub.outbox import Happened
from hub.pages import render_text
from knowledge.events import ThreadPromoted
from knowledge.models import Article


async def render_event(happened: Happened, locales: Iterable[str]) -> dict[str, Frame]:
    """The place of the thread's articles by language, to be loaded anew by each browser with its reader's rights.

    Empty for other events, and for an article that not every reader of the thread may know of.
    """
    event = happened.event
    if not isinstance(event, ThreadPromoted):
        return {}
    thread = await Thread.get_or_none(id=event.thread_id)
    if thread is None or not await Article.exists(id=event.article_id, audience_id=thread.audience_id):
        return {}
    return {
        locale: Frame(
            f"thread:{thread.id}",
            event.type,
            "thread-articles",
            render_text("knowledge/live_articles.html", locale, thread=thread, version=happened.id),
            None,
        )
        for locale in locales
    }
