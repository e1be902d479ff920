"""Values kept in this process for a short time, dropped when another process says that they changed."""

from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from cachetools import TTLCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Cache(Generic[K, V]):
    """At most `most` values, each kept for `seconds` unless it is forgotten before. Absent values are not kept."""

    def __init__(self, *, most: int, seconds: float) -> None:
        self._values: TTLCache[K, V] = TTLCache(most, seconds)
        self._generation = 0

    async def get(self, key: K, load: Callable[[K], Awaitable[V | None]]) -> V | None:
        """The kept value, or what `load` finds now."""
        value = self._values.get(key)
        if value is not None:
            return value
        generation = self._generation
        value = await load(key)
        # What was read before a change was announced must not outlive the announcement.
        if value is not None and generation == self._generation:
            self._values[key] = value
        return value

    def replace(self, key: K, value: V) -> None:
        """Keep a newer value in the place of one that is still kept."""
        if key in self._values:
            self._values[key] = value

    def forget_one(self, key: K) -> None:
        """Drop one value."""
        self._generation += 1
        self._values.pop(key, None)

    def forget(self, concerned: Callable[[K, V], bool] | None = None) -> None:
        """Drop the values that are `concerned`, or all."""
        self._generation += 1
        if concerned is None:
            self._values.clear()
            return
        for key, value in list(self._values.items()):
            if concerned(key, value):
                self._values.pop(key, None)
