"""What an open thread is told when it becomes an article."""

from datetime import UTC, datetime

from hub.outbox import Happened
from knowledge.events import ArticleEdited, ThreadPromoted
from knowledge.live import render_event
from knowledge.promotion import promote
from tests.factories import Make
from tests.knowledge.factories import a_solved_thread


async def test_the_place_of_the_articles_loads_itself_anew(make: Make) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, _answer = await a_solved_thread(make, asker, helper)
    article = await promote(asker, thread)
    event = ThreadPromoted(article_id=article.id, actor_id=asker.id, thread_id=thread.id)
    frame = (await render_event(Happened(event, 41, datetime.now(UTC)), ["zh"]))["zh"]
    assert frame
    assert (frame.topic, frame.id) == (f"thread:{thread.id}", "thread-articles")
    assert f'src="/articles/from-thread/{thread.id}?since=41"' in frame.html
    assert article.title not in frame.html


async def test_readers_of_the_thread_are_not_told_of_an_article_for_fewer(make: Make) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, _answer = await a_solved_thread(make, asker, helper)
    private = await make.audience(asker)
    article = await promote(await make.fresh(asker), thread, audience=private)
    event = ThreadPromoted(article_id=article.id, actor_id=asker.id, thread_id=thread.id)
    assert await render_event(Happened(event, 41, datetime.now(UTC)), ["en"]) == {}
    other = ArticleEdited(article_id=article.id, actor_id=asker.id)
    assert await render_event(Happened(other, 42, datetime.now(UTC)), ["en"]) == {}
