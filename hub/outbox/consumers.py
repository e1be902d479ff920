"""Who wants to hear of which events."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.outbox.events import Event


@dataclass(frozen=True)
class Happened:
    """A committed event, the id that makes it unique and when it was recorded."""

    event: Event
    id: int
    at: datetime


Handler = Callable[[Sequence[Happened]], Awaitable[None]]


@dataclass(frozen=True)
class Consumer:
    """A named receiver of some types of events, at most `batch` of them in one call.

    After each call it rests for `pause` seconds: what happens meanwhile is cheaper to handle together.
    """

    name: str
    types: frozenset[str]
    handle: Handler
    batch: int
    pause: float


class TryLater(Exception):
    """A handler cannot work now, through no fault of the event: come back in `seconds`, and do not count it."""

    def __init__(self, seconds: float, reason: str) -> None:
        super().__init__(reason)
        self.seconds = seconds


_consumers: dict[str, Consumer] = {}


def consume(
    name: str, events: Iterable[type[Event]], handle: Handler, *, batch: int = 1, pause: float = 0.0
) -> None:
    """Register a consumer. Every process that records events must have registered the same ones."""
    _consumers[name] = Consumer(name, frozenset(event.type for event in events), handle, batch, pause)


def consumers() -> list[Consumer]:
    return list(_consumers.values())


def consumers_of(type_: str) -> list[str]:
    return [consumer.name for consumer in _consumers.values() if type_ in consumer.types]


def forget_consumers() -> None:
    """Start anew, for tests."""
    _consumers.clear()
