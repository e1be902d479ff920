"""Topics and opinions as a reader may see them; counts of opinions are for the team alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from markupsafe import Markup
from pydantic import Field
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from hub.accounts.models import User
from hub.api import Paging, latest_first
from hub.audiences.models import Group
from hub.errors import NotFound
from hub.identity import Reader
from hub.vocabulary.models import Term
from knowledge.articles.readership import Readers, describe
from knowledge.defects import policy
from knowledge.defects.topics.giving import readers_told
from knowledge.models import Opinion, Topic

MOST_ON_PAGE = 5


class TopicFilter(Paging):
    """Which topics are listed."""

    state: Annotated[Literal["open", "closed"], Field(description="Whether opinions are taken.")] = "open"


@dataclass(frozen=True)
class Card:
    """A topic in a list. `opinions` is how many there are, for the team alone; `mine` how many the reader gave."""

    topic: Topic
    opinions: int | None
    mine: int

    @property
    def url(self) -> str:
        return f"/topics/{self.topic.uid}"


@dataclass(frozen=True)
class Voice:
    """An opinion as one reader sees it. `confided` ones are read by the team and their author alone."""

    opinion: Opinion
    author: User
    html: Markup
    mine: bool
    confided: bool
    may_share: bool


@dataclass(frozen=True)
class TopicPage:
    """A topic with everything that its page shows to one reader.

    `told` is the audience that reads what is said now besides the team, none while the team alone does.
    """

    topic: Topic
    team: Group
    product: Term | None
    html: Markup
    readers: Readers
    may_lead: bool
    told: int | None

    @property
    def url(self) -> str:
        return f"/topics/{self.topic.uid}"


@dataclass(frozen=True)
class Heard:
    """A page of the opinions that a reader may see, the last first; `count` of all for the team alone."""

    voices: list[Voice]
    cursor: str | None
    count: int | None
    confided: int | None


async def find_topic(reader: Reader, uid: UUID) -> Topic:
    """A visible topic with its team, product and audience; NotFound otherwise."""
    found = policy.topics_visible_to(reader).select_related("team", "product", "audience", "author")
    topic = await found.get_or_none(uid=uid)
    if topic is None:
        raise NotFound
    return topic


async def list_topics(reader: Reader, wanted: TopicFilter) -> tuple[list[Card], str | None]:
    """The visible topics, the last published first, and the cursor of the page after it."""
    closed = wanted.state == "closed"
    topics = policy.topics_visible_to(reader).filter(closed_at__isnull=not closed)
    page, cursor = await latest_first(
        topics.select_related("team", "product"), "created_at", wanted, by_uid=True
    )
    return await _cards(reader, page), cursor


async def open_topics(reader: Reader) -> list[Card]:
    """The last topics about which `reader` may say something."""
    return (await list_topics(reader, TopicFilter(limit=MOST_ON_PAGE)))[0]


async def topic_page(reader: Reader, uid: UUID) -> TopicPage:
    """The page of a visible topic; NotFound otherwise."""
    topic = await find_topic(reader, uid)
    return TopicPage(
        topic=topic,
        team=topic.team,
        product=topic.product,
        html=Markup(topic.html),  # noqa: S704  # sanitised when it was written
        readers=await describe(topic.audience),
        may_lead=policy.may_lead_topic(reader, topic),
        told=readers_told(topic),
    )


async def opinions_of(reader: Reader, topic: Topic, wanted: Paging) -> Heard:
    """The opinions on a visible topic that `reader` may see."""
    visible = policy.opinions_on(reader, topic)
    page, cursor = await latest_first(visible.select_related("author"), "created_at", wanted, by_uid=True)
    leads = policy.may_lead_topic(reader, topic)
    return Heard(
        [_voice(reader, topic, opinion) for opinion in page],
        cursor,
        count=await visible.count() if leads else None,
        confided=await confided(topic) if leads else None,
    )


async def find_opinion(reader: Reader, topic: Topic, uid: UUID) -> Opinion:
    """A visible opinion on a topic; NotFound otherwise."""
    visible = policy.opinions_on(reader, topic)
    opinion = await visible.select_related("author").get_or_none(uid=uid)
    if opinion is None:
        raise NotFound
    return opinion


async def confided(topic: Topic) -> int:
    """How many opinions on a topic were given to its team alone."""
    return await Opinion.filter(topic_id=topic.id, audience_id__isnull=True).count()


def _voice(reader: Reader, topic: Topic, opinion: Opinion) -> Voice:
    mine = opinion.author_id == reader.id
    told = readers_told(topic)
    return Voice(
        opinion=opinion,
        author=opinion.author,
        html=Markup(opinion.html),  # noqa: S704  # sanitised when it was written
        mine=mine,
        confided=opinion.audience_id is None or told is None,
        may_share=mine and told is not None and opinion.audience_id != told,
    )


async def _cards(reader: Reader, topics: Sequence[Topic]) -> list[Card]:
    led = [topic.id for topic in topics if policy.may_lead_topic(reader, topic)]
    counts = await _counted(Opinion.filter(topic_id__in=led)) if led else {}
    ids = [topic.id for topic in topics]
    mine = await _counted(Opinion.filter(topic_id__in=ids, author_id=reader.id)) if ids else {}
    return [
        Card(topic, counts.get(topic.id, 0) if topic.id in led else None, mine.get(topic.id, 0))
        for topic in topics
    ]


async def _counted(opinions: QuerySet[Opinion]) -> dict[int, int]:
    rows = await opinions.annotate(n=Count("id")).group_by("topic_id").values_list("topic_id", "n")
    return {int(str(topic_id)): int(str(n)) for topic_id, n in rows}
