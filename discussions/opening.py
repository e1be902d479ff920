"""What an upper package begins the start page with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from markupsafe import Markup

from hub.identity import Reader


@dataclass(frozen=True)
class Opening:
    """A piece of the page, and the threads that stand in it and so nowhere else on the page."""

    html: Markup
    thread_ids: frozenset[int]


Opener = Callable[[Reader], Awaitable[Opening]]

_openers: list[Opener] = []


def open_with(opener: Opener) -> None:
    """Let a package put something first on the start page."""
    if opener not in _openers:
        _openers.append(opener)


async def openings(reader: Reader) -> list[Opening]:
    """Everything that the page begins with for this reader."""
    return [await opener(reader) for opener in _openers]
