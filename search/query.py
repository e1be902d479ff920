"""Search as pages and the API use it: whatever way it went, the same hits, counts and permissions."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from markupsafe import Markup

from discussions.models import Post, Thread
from discussions.policy import visible_to as visible_threads
from discussions.queries.threads import states_of
from hub.identity import Reader
from knowledge.models import Article
from knowledge.policy import visible_to as visible_articles
from knowledge.sources import changed_sources
from knowledge.verification.standing import Standing, standing
from search import asking_database, asking_engine
from search.engine import EngineAway, EngineRefused
from search.facets import FacetView, labelled
from search.found import Found, Passage
from search.question import Question, chosen_terms
from search.relevance.highlights import marked, snippet

log = logging.getLogger(__name__)

SIMILAR = 5
PALETTE = 8
_SHORTEST_TITLE = 3  # characters; less resembles everything


@dataclass(frozen=True)
class Hit:
    """A thread or article as lists show it. `title` and `snippet` are safe HTML with `<mark>`."""

    type: str
    id: int
    title: Markup
    plain_title: str
    snippet: Markup
    url: str
    at: datetime
    states: list[str] = field(default_factory=list)
    standing: Standing | None = None
    meta: list[str] = field(default_factory=list)

    @property
    def solved(self) -> bool:
        return "solved" in self.states


@dataclass(frozen=True)
class Answer:
    """One page of hits, how many there are in all, who answered, and counts by facet."""

    hits: list[Hit]
    total: int
    engine: str
    facets: list[FacetView] = field(default_factory=list)

    @property
    def fallback(self) -> bool:
        """Whether the engine was away."""
        return self.engine == "database"


async def search(reader: Reader, question: Question) -> Answer:
    """What `reader` may see of what `question` asks for. InvalidInput for terms that do not exist."""
    filed = await chosen_terms(question)
    answer, counts = await _answer(
        reader,
        lambda: asking_engine.search(reader, question, filed),
        lambda: asking_database.search(reader, question, filed),
    )
    return replace(answer, facets=await labelled(question.by_keys(filed), filed, counts, answer.total))


async def quick(reader: Reader, question: Question) -> Answer:
    """The same without counts, for results at every keystroke."""
    answer, _counts = await _answer(
        reader,
        lambda: asking_engine.search(reader, question, {}, counted=False),
        lambda: asking_database.search(reader, question, {}),
    )
    return answer


async def similar(reader: Reader, text: str, limit: int = SIMILAR) -> Answer:
    """Threads and articles that resemble a text, such as the title of a case that is being written."""
    if len(text.strip()) < _SHORTEST_TITLE:
        return Answer([], 0, "meilisearch")
    answer, _counts = await _answer(
        reader,
        lambda: asking_engine.similar(reader, text, limit),
        lambda: asking_database.similar(reader, text, limit),
    )
    return answer


async def _answer(
    reader: Reader, from_engine: Callable[[], Awaitable[Found]], from_database: Callable[[], Awaitable[Found]]
) -> tuple[Answer, dict[str, dict[str, int]]]:
    try:
        found, engine = await from_engine(), "meilisearch"
    except EngineAway:
        found, engine = await from_database(), "database"
    except EngineRefused:
        log.exception("The engine refused a search")
        found, engine = await from_database(), "database"
    hits = await _checked(reader, found.passages)
    return Answer(hits, found.total - (len(found.passages) - len(hits)), engine), found.counts


async def _checked(reader: Reader, passages: list[Passage]) -> list[Hit]:
    """The passages as hits, without what the reader may not see at this moment."""
    wanted = {type_: [one.id for one in passages if one.type == type_] for type_ in ("thread", "article")}
    threads = {
        thread.id: thread
        for thread in await visible_threads(reader)
        .filter(id__in=wanted["thread"])
        .select_related("audience", "space")
    }
    articles = {
        article.id: article for article in await visible_articles(reader).filter(id__in=wanted["article"])
    }
    changed = await changed_sources(reader, articles.values())
    posts = [passage.post_id for passage in passages if passage.post_id]
    deleted = {post.id for post in await Post.filter(id__in=posts, deleted_at__isnull=False).only("id")}
    hits = []
    for passage in passages:
        if passage.type == "article" and passage.id in articles:
            hits.append(_article_hit(passage, articles[passage.id], changed=passage.id in changed))
        elif passage.id in threads and passage.type == "thread" and passage.post_id not in deleted:
            hits.append(_thread_hit(reader, passage, threads[passage.id]))
    return hits


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
