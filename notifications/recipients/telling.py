"""What follows from one event, and what holds for every event."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from discussions.live import TopicAccess, topic_audiences
from discussions.policy import may_see
from discussions.watching import muters_by_thread
from hub.identity import Reader, load_readers
from hub.outbox import Happened
from knowledge import policy as knowledge
from knowledge.defects import policy as defects
from knowledge.models import Article, Defect, Topic
from notifications import reasons
from notifications.models import Kind
from notifications.topics import article_topic, defect_topic, gap_topic, opinion_topic, topic_of


@dataclass(frozen=True)
class Telling:
    """The people who are told of one event, and why; `post_id` or `article_id` is what they will want to open.

    `arriving` says that the post is new: who has it on the screen has seen it. `actor_id` is None for what nobody did,
    such as a date that passed, or whom nobody is to name. `reason` names one of `notifications.reasons`. A gap is shown
    to those alone who are told of it. `about` is the topic of what has no column of its own.
    """

    happened: Happened
    kinds: dict[int, Kind]
    actor_id: int | None
    thread_id: int | None = None
    post_id: int | None = None
    article_id: int | None = None
    arriving: bool = False
    reason: str = ""
    gap_id: int | None = None
    defect: Defect | None = None
    opinion_topic: Topic | None = None
    about: str = ""

    @property
    def topic(self) -> str:
        """What the lines in the inbox gather under."""
        if self.about:
            return self.about
        if self.defect is not None:
            return defect_topic(self.defect.reference)
        if self.opinion_topic is not None:
            return opinion_topic(self.opinion_topic.uid)
        if self.gap_id is not None:
            return gap_topic(self.gap_id)
        return topic_of(self.thread_id) if self.thread_id else article_topic(self.article_id or 0)


# Asks for the tellings of events of one type; there is none for an event of which nobody is told.
Question = Callable[[Sequence[Happened]], Awaitable[list[Telling]]]


def because(
    happened: Happened,
    reason: str,
    people: Iterable[int],
    *,
    actor_id: int | None,
    thread_id: int | None = None,
    post_id: int | None = None,
    article_id: int | None = None,
    gap_id: int | None = None,
    defect: Defect | None = None,
    opinion_topic: Topic | None = None,
    about: str = "",
) -> Telling:
    """People who are told for one of `notifications.reasons`, which says of what kind it is."""
    return Telling(
        happened,
        dict.fromkeys(people, reasons.get(reason).kind),
        actor_id,
        thread_id,
        post_id,
        article_id,
        reason=reason,
        gap_id=gap_id,
        defect=defect,
        opinion_topic=opinion_topic,
        about=about,
    )


def each(question: Callable[[Happened, Any], Awaitable[Telling | Sequence[Telling] | None]]) -> Question:
    """`question`, asked of one event after the other. Whom it names twice is told for the first reason."""

    async def ask(batch: Sequence[Happened]) -> list[Telling]:
        tellings: list[Telling] = []
        for happened in batch:
            answer = await question(happened, happened.event)
            tellings += [answer] if isinstance(answer, Telling) else answer or []
        return tellings

    return ask


async def permitted(tellings: Sequence[Telling]) -> list[Telling]:
    """The same, without those who did it, who muted the thread, or who may not see all that they would be told of."""
    threads = {telling.thread_id for telling in tellings if telling.thread_id is not None}
    articles = {telling.article_id for telling in tellings if telling.article_id is not None}
    people = await load_readers({user_id for telling in tellings for user_id in telling.kinds})
    known = _Known(
        readers={reader.id: reader for reader in people},
        muters=await muters_by_thread(threads),
        access=await topic_audiences(threads),
        articles=await Article.in_bulk(articles, "id") if articles else {},
    )
    return [replace(telling, kinds=known.permitted(telling)) for telling in tellings]


@dataclass(frozen=True)
class _Known:
    """By their ids: active people, and what decides who hears of threads and articles."""

    readers: Mapping[int, Reader]
    muters: Mapping[int, set[int]]
    access: Mapping[int, TopicAccess]
    articles: Mapping[int, Article]

    def permitted(self, telling: Telling) -> dict[int, Kind]:
        return {
            user_id: kind
            for user_id, kind in telling.kinds.items()
            if user_id != telling.actor_id and (reader := self.readers.get(user_id))
            if telling.thread_id is None or self._may_hear_of_thread(reader, telling.thread_id)
            if telling.article_id is None or self._may_read(reader, telling.article_id)
            if telling.defect is None or _may_hear_of_defect(reader, telling.defect, telling.reason)
            if telling.opinion_topic is None
            or _may_hear_of_topic(reader, telling.opinion_topic, telling.reason)
        }

    def _may_hear_of_thread(self, reader: Reader, thread_id: int) -> bool:
        access = self.access.get(thread_id)
        return access is not None and reader.id not in self.muters[thread_id] and may_see(reader, access)

    def _may_read(self, reader: Reader, article_id: int) -> bool:
        article = self.articles.get(article_id)
        return article is not None and knowledge.may_read(reader, article)


def _may_hear_of_defect(reader: Reader, defect: Defect, reason: str) -> bool:
    may = defects.may_review if reason in reasons.for_team() else defects.may_read
    return may(reader, defect)


def _may_hear_of_topic(reader: Reader, topic: Topic, reason: str) -> bool:
    if reason in reasons.for_team():
        return defects.may_lead_topic(reader, topic)
    return defects.may_lead_topic(reader, topic) or topic.audience_id in reader.audience_ids
