"""The last look before anything is shown: what was found, loaded through the policies of its packages."""

from collections.abc import Sequence

from discussions.models import Post, Thread
from discussions.policy import visible_to as visible_threads
from discussions.queries.threads import states_of
from hub.identity import Reader
from knowledge.models import Article
from knowledge.policy import visible_to as visible_articles
from knowledge.sources import changed_sources
from knowledge.verification.standing import standing
from search.defects.hits import defect_hits, topic_hits
from search.found import Passage
from search.hit import Hit
from search.relevance.highlights import marked, snippet


async def checked(reader: Reader, passages: Sequence[Passage]) -> list[Hit]:
    """The passages as hits, without what the reader may not see at this moment."""
    by_type: dict[str, list[Passage]] = {}
    for passage in passages:
        by_type.setdefault(passage.type, []).append(passage)
    hits: dict[Passage, Hit] = {}
    for type_, hits_of in _HITS.items():
        if some := by_type.get(type_):
            hits |= await hits_of(reader, some)
    return [hits[passage] for passage in passages if passage in hits]


async def _thread_hits(reader: Reader, passages: Sequence[Passage]) -> dict[Passage, Hit]:
    found = visible_threads(reader).filter(id__in=[passage.id for passage in passages])
    threads = {thread.id: thread for thread in await found.select_related("audience", "space")}
    posts = [passage.post_id for passage in passages if passage.post_id]
    deleted = {post.id for post in await Post.filter(id__in=posts, deleted_at__isnull=False).only("id")}
    return {
        passage: _thread_hit(reader, passage, threads[passage.id])
        for passage in passages
        if passage.id in threads and passage.post_id not in deleted
    }


async def _article_hits(reader: Reader, passages: Sequence[Passage]) -> dict[Passage, Hit]:
    found = await visible_articles(reader).filter(id__in=[passage.id for passage in passages])
    articles = {article.id: article for article in found}
    changed = await changed_sources(reader, articles.values())
    return {
        passage: _article_hit(passage, articles[passage.id], changed=passage.id in changed)
        for passage in passages
        if passage.id in articles
    }


_HITS = {
    "thread": _thread_hits,
    "article": _article_hits,
    "defect": defect_hits,
    "topic": topic_hits,
}


def _thread_hit(reader: Reader, passage: Passage, thread: Thread) -> Hit:
    return Hit(
        type="thread",
        id=thread.id,
        title=marked(passage.title, passage.title_spans),
        plain_title=thread.title,
        snippet=snippet(passage.body, passage.body_spans),
        url=passage.url,
        at=thread.active_at,
        states=states_of(thread),
        meta=[thread.space.name] if thread.space.audience_id in reader.audience_ids else [],
    )


def _article_hit(passage: Passage, article: Article, *, changed: bool) -> Hit:
    return Hit(
        type="article",
        id=article.id,
        title=marked(passage.title, passage.title_spans),
        plain_title=article.title,
        snippet=snippet(passage.body, passage.body_spans),
        url=passage.url,
        at=article.edited_at,
        states=["source_changed"] if changed else [],
        standing=standing(article),
    )
