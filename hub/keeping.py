"""What many people see alike: made once and kept in this process."""

from collections.abc import Hashable
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

from cachetools import TTLCache

from hub.accounts.events import PersonChanged
from hub.outbox import Happened, bus
from hub.vocabulary.events import TermChanged, TermsMerged

SHOWN_CHANGED = "shown"

# Names of people, terms and spaces stand on many pages; who renames one tells every process. Should the word be
# lost, the old name is gone after this time.
LONGEST_SECONDS = 300.0
# What was read before a change may be rendered after it was announced. For this long nothing is kept that could be so.
UNSETTLED_SECONDS = 2.0

# For each store: the cards of some ten thousand posts. A character takes one byte, in Chinese texts two.
MOST_CHARACTERS = 48_000_000


class Sized(Protocol):
    """Something whose `characters` say about how much memory it takes."""

    @property
    def characters(self) -> int: ...


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Sized)

_stores: "list[Store[Any, Any]]" = []


class Store(Generic[K, V]):
    """Values by key, those used last; all are dropped when something changes that is shown on many pages."""

    def __init__(self) -> None:
        self._values: TTLCache[K, V] = TTLCache(MOST_CHARACTERS, LONGEST_SECONDS, getsizeof=_characters)
        self._settled_at = 0.0
        _stores.append(self)

    def get(self, key: K) -> V | None:
        return self._values.get(key)

    def put(self, key: K, value: V) -> V:
        if value.characters <= self._values.maxsize and monotonic() >= self._settled_at:
            self._values[key] = value
        return value

    def clear(self) -> None:
        self._values.clear()
        self._settled_at = 0.0

    def unsettle(self) -> None:
        """Drop all, and keep nothing that may have been read before now."""
        self._values.clear()
        self._settled_at = monotonic() + UNSETTLED_SECONDS


def _characters(value: Sized) -> int:
    return value.characters


def forget() -> None:
    """Drop everything that this process keeps, as if it had just begun."""
    for store in _stores:
        store.clear()


def listen(to: bus.Bus) -> None:
    """Follow what changes elsewhere."""
    to.on_event(_on_event)
    to.on_signal(SHOWN_CHANGED, lambda _data: _unsettle())
    to.on_gap(_unsettle)


def _on_event(happened: Happened) -> None:
    if isinstance(happened.event, PersonChanged | TermChanged | TermsMerged):
        _unsettle()


def _unsettle() -> None:
    for store in _stores:
        store.unsettle()


async def shown_changed() -> None:
    """Tell every process that a name changed which stands on many pages; call it in the transaction that does it."""
    _unsettle()
    await bus.signal(SHOWN_CHANGED, {})
