"""What is heard of reports of defects and of topics of product teams: that something changed, and nothing of it.

Its team, its reporter and its other readers are shown different things: a frame has no words, and every page asks for
its own. What only the team sees is heard by the team alone.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable

from hub.outbox import Event, Happened
from knowledge.defects.events import (
    DefectAssigned,
    DefectDecided,
    DefectEntryWritten,
    DefectEvent,
    DefectReported,
    DefectSnoozed,
    DemandGiven,
    OpinionGiven,
    TopicEvent,
)
from knowledge.live import reports_of_thread
from knowledge.models import Defect, EntryKind, Opinion, Topic
from notifications.live.events import Hearing, Renderer, encoded
from notifications.live.messages import DEFECTS, frame
from notifications.topics import defect_topic, opinion_topic, topic_of

log = logging.getLogger(__name__)

_FOR_TEAM = (DefectAssigned, DefectSnoozed, DemandGiven)
# What the line on the page of a thread tells.
_ON_THREAD = (DefectReported, DefectDecided)


class Later:
    """Looks up where events are heard whose names are not in them, and says so to `hear`; `failed` if it cannot."""

    def __init__(self, hear: Callable[[Hearing, Happened], None], failed: Callable[[], None]) -> None:
        self._hear = hear
        self._failed = failed
        self._asking: set[asyncio.Task[None]] = set()

    def ask(self, happened: Happened) -> None:
        """Soon; frames without words need no order."""
        if isinstance(happened.event, DefectEvent | TopicEvent):
            task = asyncio.create_task(self._ask(happened))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    async def _ask(self, happened: Happened) -> None:
        try:
            for heard in await hearings(happened.event):
                self._hear(heard, happened)
        except Exception:
            log.exception("Cannot tell of %s", happened.event.type)
            self._failed()


async def hearings(event: Event) -> list[Hearing]:
    """Where an event of a report or a topic is heard: their names are not in it."""
    if isinstance(event, DefectEvent):
        return await _of_defect(event)
    return await _of_topic(event) if isinstance(event, TopicEvent) else []


async def _of_defect(event: DefectEvent) -> list[Hearing]:
    defect = await Defect.get_or_none(id=event.defect_id).only("id", "reference", "thread_id", "sealed")
    if defect is None:
        return []
    topic = defect_topic(defect.reference)
    note = isinstance(event, DefectEntryWritten) and event.kind == EntryKind.NOTE
    heard = [
        Hearing(
            topic,
            _changed(topic),
            DEFECTS,
            _changed(DEFECTS, f"defect-{defect.reference}"),
            for_team=note or isinstance(event, _FOR_TEAM),
        )
    ]
    if defect.thread_id and isinstance(event, _ON_THREAD):
        heard.append(Hearing(topic_of(defect.thread_id), _on_thread(defect.thread_id)))
    return heard


async def _of_topic(event: TopicEvent) -> list[Hearing]:
    topic = await Topic.get_or_none(id=event.topic_id)
    if topic is None:
        return []
    for_team = False
    if isinstance(event, OpinionGiven):
        opinion = await Opinion.get_or_none(id=event.opinion_id)
        for_team = opinion is None or opinion.audience_id is None or topic.opened_at is None
    name = opinion_topic(topic.uid)
    return [Hearing(name, _changed(name), for_team=for_team)]


def _changed(topic: str, id_: str = "") -> Renderer:
    """The same frame in every language."""

    async def render(happened: Happened, locales: Iterable[str]) -> dict[str, bytes]:
        ready = frame(topic, happened.event.type, id_ or topic.replace(":", "-"))
        return dict.fromkeys(locales, ready)

    return render


def _on_thread(thread_id: int) -> Renderer:
    async def render(happened: Happened, locales: Iterable[str]) -> dict[str, bytes]:
        return encoded(reports_of_thread(thread_id, happened, locales))

    return render
