"""The threads that articles were made of, and whether they have moved on since."""

from collections.abc import Collection, Iterable
from datetime import datetime

from discussions import policy as discussions_policy
from discussions.models import Thread
from hub.accounts.models import User
from hub.database import connection
from hub.identity import Reader
from knowledge import policy
from knowledge.models import Article, ArticleSource

# Reactions and the like raise a thread's version too; only words and answers make an article out of date.
_CHANGED = """
SELECT source.article_id, source.thread_id
FROM article_source source JOIN thread ON thread.id = source.thread_id
WHERE source.article_id = ANY($1) AND thread.version > source.thread_version AND thread.id IN ({visible}) AND (
    thread.last_number > source.last_number
    OR thread.answer_count < source.answer_count
    OR EXISTS (
        SELECT FROM accepted_answer answer
        WHERE answer.thread_id = thread.id AND answer.accepted_at > source.checked_at
    )
    OR EXISTS (
        SELECT FROM post WHERE post.thread_id = thread.id AND post.version > source.thread_version
            AND (post.edited_at > source.checked_at OR post.deleted_at > source.checked_at)
    )
)
"""


async def link(actor: Reader | User, article: Article, thread: Thread, at: datetime) -> None:
    """Note that `article` was made from `thread` as it stands."""
    current = await Thread.get(id=thread.id)
    source = ArticleSource(
        article=article, thread=current, promoted_by_id=actor.id, promoted_at=at, checked_at=at
    )
    await source.update_from_dict(_state(current)).save()


async def acknowledge(actor: Reader, article: Article, at: datetime) -> None:
    """Note that `actor` has compared the article with its sources, those that they can see."""
    for thread in await visible_threads(actor, article):
        await ArticleSource.filter(article=article, thread=thread).update(checked_at=at, **_state(thread))


def _state(thread: Thread) -> dict[str, int]:
    return {
        "last_number": thread.last_number,
        "thread_version": thread.version,
        "answer_count": thread.answer_count,
    }


async def threads_of(article: Article) -> list[Thread]:
    """All sources, for decisions about readers; what people are shown comes from `visible_threads`."""
    return await Thread.filter(articles__article_id=article.id).order_by("id")


async def visible_threads(reader: Reader, article: Article) -> list[Thread]:
    """The sources of an article that the reader may see."""
    return await discussions_policy.visible_to(reader).filter(articles__article_id=article.id).order_by("id")


async def articles_of(reader: Reader, thread: Thread) -> list[Article]:
    """The articles made of a thread that the reader may see, oldest first."""
    return await policy.visible_to(reader).filter(sources__thread_id=thread.id).order_by("id")


async def changed_sources(reader: Reader, articles: Iterable[Article]) -> dict[int, set[int]]:
    """For each article whose source has moved on: the ids of those threads that the reader may see."""
    return await moved_on(reader, [article.id for article in articles])


async def moved_on(reader: Reader, ids: Collection[int]) -> dict[int, set[int]]:
    """`changed_sources`, of articles by their ids."""
    changed: dict[int, set[int]] = {}
    if ids:
        visible = discussions_policy.visible_to(reader).values("id").sql(params_inline=True)
        for row in await connection().execute_query_dict(_CHANGED.format(visible=visible), [list(ids)]):
            changed.setdefault(row["article_id"], set()).add(row["thread_id"])
    return changed
