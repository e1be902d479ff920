"""Events as frames: who hears of them, rendered and encoded once for each language."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from discussions.events import MOVING_READERS, ThreadEvent
from discussions.live import Frame, render_event, render_row
from hub.outbox import Event, Happened
from knowledge.defects.events import DefectAudienceChanged, TopicChanged
from knowledge.events import ArticleAudienceChanged, ArticleEvent, ThreadPromoted
from knowledge.live import render_article, render_card
from knowledge.live import render_event as render_promotion
from notifications.live.messages import ARTICLES, THREADS, encode
from notifications.topics import article_topic, topic_of

# Makes the frames of an event by language; none when it shows nothing there.
Renderer = Callable[[Happened, Iterable[str]], Awaitable[dict[str, bytes]]]


@dataclass(frozen=True)
class Hearing:
    """Where an event is heard: on the page of `topic` and in the list of all such things, with the frames for each.

    What is `for_team` only the product team of the thing may hear.
    """

    topic: str
    page: Renderer
    list: str = ""
    row: Renderer | None = None
    for_team: bool = False

    @property
    def places(self) -> Iterator[tuple[str, Renderer]]:
        """The topics to tell, with what renders their frames."""
        yield self.topic, self.page
        if self.row:
            yield self.list, self.row


def hearing(event: Event) -> Hearing | None:
    """Where an event is heard; None when nobody looks at what it is about, or its name has to be looked up."""
    if isinstance(event, ThreadEvent | ThreadPromoted):
        return Hearing(topic_of(event.thread_id), thread_frames, THREADS, row_frames)
    if isinstance(event, ArticleEvent):
        return Hearing(article_topic(event.article_id), article_frames, ARTICLES, card_frames)
    return None


def moves_readers(event: Event) -> bool:
    """Whether other people may hear of the thing from now on."""
    return isinstance(event, (*MOVING_READERS, ArticleAudienceChanged, DefectAudienceChanged, TopicChanged))


async def thread_frames(happened: Happened, locales: Iterable[str]) -> dict[str, bytes]:
    """The frames for those who have the thread open."""
    return encoded(await render_event(happened, locales) or await render_promotion(happened, locales))


async def row_frames(happened: Happened, locales: Iterable[str]) -> dict[str, bytes]:
    """The frames for those who look at a list of threads."""
    return encoded(await render_row(happened, locales))


async def article_frames(happened: Happened, locales: Iterable[str]) -> dict[str, bytes]:
    """The frames for those who have the article open."""
    return encoded(await render_article(happened, locales))


async def card_frames(happened: Happened, locales: Iterable[str]) -> dict[str, bytes]:
    """The frames for those who look at articles in lists, hits or boxes."""
    return encoded(await render_card(happened, locales))


def encoded(frames: Mapping[str, Frame]) -> dict[str, bytes]:
    """Frames by language as they go over the wire."""
    return {
        locale: encode({name: value for name, value in asdict(shown).items() if value is not None})
        for locale, shown in frames.items()
    }
