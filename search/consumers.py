"""The indexer: keeps the engine's index as the database is.

Events only say what to look at again. A delivery is done when the engine's tasks have succeeded; while the
engine is away, deliveries wait without being counted as failures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from discussions import events as discussions
from discussions.models import Thread
from hub.outbox import Event, Happened, TryLater, consume
from hub.vocabulary.events import TermChanged, TermsMerged
from knowledge import events as knowledge
from knowledge.defects import events as defects
from knowledge.models import Article, Defect, Topic
from search import indexes
from search.engine import EngineAway, engine
from search.writing import write

NAME = "search"
_BATCH = 500
# A task costs the engine about as much as twenty documents: a busy hour is indexed once a second.
_PAUSE_SECONDS = 1.0
_RETRY_SECONDS = 2.0
_OBJECTS = 100  # threads, articles, reports or topics loaded at once

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
WHOLE_DEFECT = (
    defects.DefectReported,
    defects.DefectChanged,
    defects.DefectDecided,
    defects.DefectEntryWritten,
    defects.DefectAudienceChanged,
    defects.DemandGiven,
)
WHOLE_TOPIC = (defects.TopicPublished, defects.TopicChanged, defects.OpinionGiven)
VOCABULARY = (TermChanged, TermsMerged)


def register() -> None:
    """Hear of everything that changes what a search finds."""
    consume(
        NAME,
        [*WHOLE_THREAD, *ONE_POST, *WHOLE_ARTICLE, *WHOLE_DEFECT, *WHOLE_TOPIC, *VOCABULARY],
        index,
        batch=_BATCH,
        pause=_PAUSE_SECONDS,
    )


async def index(happened: Sequence[Happened]) -> None:
    """Bring up to date what these events are about, and wait until the engine has done it."""
    wanted = _Wanted()
    terms: set[int] = set()
    for event in (one.event for one in happened):
        if isinstance(event, TermChanged):
            terms.add(event.term_id)
        elif isinstance(event, TermsMerged):
            terms.add(event.into_id)
        else:
            wanted.note(event)
    try:
        if terms:
            await wanted.note_filed_under(terms)
            await _refresh_synonyms()
        await engine().finished(*await wanted.write())
    except EngineAway as away:
        raise TryLater(_RETRY_SECONDS, str(away)) from away


@dataclass
class _Wanted:
    """What is to be looked at again."""

    threads: set[int] = field(default_factory=set)
    posts: dict[int, int] = field(default_factory=dict)
    articles: set[int] = field(default_factory=set)
    defects: set[int] = field(default_factory=set)
    topics: set[int] = field(default_factory=set)

    def note(self, event: Event) -> None:
        """What an event is about."""
        if isinstance(event, WHOLE_THREAD):
            self.threads.add(event.thread_id)
        elif isinstance(event, ONE_POST):
            self.posts[event.post_id] = event.thread_id
        elif isinstance(event, WHOLE_ARTICLE):
            self.articles.add(event.article_id)
        elif isinstance(event, WHOLE_DEFECT):
            self.defects.add(event.defect_id)
        elif isinstance(event, WHOLE_TOPIC):
            self.topics.add(event.topic_id)
        else:
            raise TypeError(f"The indexer does not know {event}.")

    async def note_filed_under(self, terms: set[int]) -> None:
        """What is found by the names of these terms."""
        self.threads.update(thread.id for thread in await Thread.filter(terms__id__in=terms).only("id"))
        self.articles.update(article.id for article in await Article.filter(terms__id__in=terms).only("id"))
        self.defects.update(defect.id for defect in await Defect.filter(product_id__in=terms).only("id"))
        self.topics.update(topic.id for topic in await Topic.filter(product_id__in=terms).only("id"))

    async def write(self) -> list[int]:
        """Bring it all up to date; the engine's tasks."""
        tasks = await write(posts=self.posts) if self.posts else []
        for some in _portions(self.threads):
            tasks += await write(threads=some)
        for some in _portions(self.articles):
            tasks += await write(articles=some)
        for some in _portions(self.defects):
            tasks += await write(defects=some)
        for some in _portions(self.topics):
            tasks += await write(topics=some)
        return tasks


async def _refresh_synonyms() -> None:
    synonyms = await indexes.vocabulary_synonyms()
    tasks = [await engine().configure(name, {"synonyms": synonyms}) for name in await indexes.present()]
    await engine().finished(*tasks)


def _portions(ids: set[int]) -> Iterator[list[int]]:
    rest = iter(sorted(ids))
    while portion := list(islice(rest, _OBJECTS)):
        yield portion
