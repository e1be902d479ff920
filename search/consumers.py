"""The indexer: keeps the engine's index as the database is.

Events only say what to look at again. A delivery is done when the engine's tasks have succeeded; while the
engine is away, deliveries wait without being counted as failures.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from discussions import events as discussions
from discussions.models import Thread
from hub.outbox import Happened, TryLater, consume
from hub.vocabulary.events import TermChanged, TermsMerged
from knowledge import events as knowledge
from knowledge.models import Article
from search import indexes
from search.engine import EngineAway, engine
from search.writing import write

NAME = "search"
_BATCH = 500
# A task costs the engine about as much as twenty documents: a busy hour is indexed once a second.
_PAUSE_SECONDS = 1.0
_RETRY_SECONDS = 2.0
_OBJECTS = 100  # threads or articles loaded at once

WHOLE_THREAD = (
    discussions.ThreadPosted,
    discussions.ThreadEdited,
    discussions.ThreadMoved,
    discussions.ThreadAudienceChanged,
    discussions.ThreadHidden,
    discussions.ThreadUnhidden,
    discussions.AnswerAccepted,
    discussions.AnswerWithdrawn,
)
ONE_POST = (
    discussions.ReplyPosted,
    discussions.PostEdited,
    discussions.PostDeleted,
    discussions.StrategyMarked,
    discussions.StrategyUnmarked,
)
WHOLE_ARTICLE = (
    knowledge.ArticlePublished,
    knowledge.ArticleEdited,
    knowledge.ArticleConfidenceChanged,
    knowledge.ArticlePlanChanged,
    knowledge.ArticleExpired,
    knowledge.ArticleLapsed,
    knowledge.ArticleAudienceChanged,
    knowledge.RivalLineChanged,
    knowledge.RivalProposalDecided,
    knowledge.RivalDisputeDecided,
)
VOCABULARY = (TermChanged, TermsMerged)


def register() -> None:
    """Hear of everything that changes what a search finds."""
    consume(
        NAME,
        [*WHOLE_THREAD, *ONE_POST, *WHOLE_ARTICLE, *VOCABULARY],
        index,
        batch=_BATCH,
        pause=_PAUSE_SECONDS,
    )


async def index(happened: Sequence[Happened]) -> None:
    """Bring up to date what these events are about, and wait until the engine has done it."""
    threads: set[int] = set()
    posts: dict[int, int] = {}
    articles: set[int] = set()
    terms: set[int] = set()
    for event in (one.event for one in happened):
        if isinstance(event, WHOLE_THREAD):
            threads.add(event.thread_id)
        elif isinstance(event, ONE_POST):
            posts[event.post_id] = event.thread_id
        elif isinstance(event, WHOLE_ARTICLE):
            articles.add(event.article_id)
        elif isinstance(event, TermChanged):
            terms.add(event.term_id)
        elif isinstance(event, TermsMerged):
            terms.add(event.into_id)
        else:
            raise TypeError(f"The indexer does not know {event}.")
    try:
        if terms:
            threads.update(thread.id for thread in await Thread.filter(terms__id__in=terms).only("id"))
            articles.update(article.id for article in await Article.filter(terms__id__in=terms).only("id"))
            await _refresh_synonyms()
        await _write(threads, posts, articles)
    except EngineAway as away:
        raise TryLater(_RETRY_SECONDS, str(away)) from away


async def _write(threads: set[int], posts: dict[int, int], articles: set[int]) -> None:
    tasks = []
    if posts:
        tasks += await write(posts=posts)
    for some in _portions(threads):
        tasks += await write(threads=some)
    for some in _portions(articles):
        tasks += await write(articles=some)
    await engine().finished(*tasks)


async def _refresh_synonyms() -> None:
    synonyms = await indexes.vocabulary_synonyms()
    tasks = [await engine().configure(name, {"synonyms": synonyms}) for name in await indexes.present()]
    await engine().finished(*tasks)


def _portions(ids: set[int]) -> Iterator[list[int]]:
    rest = iter(sorted(ids))
    while portion := list(islice(rest, _OBJECTS)):
        yield portion
