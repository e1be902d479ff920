"""References between things: stored by uid, shown by title only to readers who may see the target."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from hub.identity import Reader


@dataclass(frozen=True)
class Target:
    """What a permitted reader is shown of a referenced thing. `state` is a key such as ``solved``, or empty.

    `label` are words in the current language that stand beside the title.
    """

    uid: UUID
    title: str
    url: str
    state: str = ""
    label: str = ""


# Answers the visible ones of the asked keys (uids or ids as text), and leaves the rest out.
Resolver = Callable[[Reader, Iterable[str]], Awaitable[dict[str, Target]]]

_resolvers: dict[str, Resolver] = {}


def register(kind: str, resolver: Resolver) -> None:
    """Let a package resolve references of one kind, such as ``thread``."""
    _resolvers[kind] = resolver


async def resolve(reader: Reader, references: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Target]:
    """Title and address of every reference that `reader` may see."""
    by_kind: dict[str, set[str]] = {}
    for kind, key in references:
        by_kind.setdefault(kind, set()).add(key)
    found: dict[tuple[str, str], Target] = {}
    for kind, keys in by_kind.items():
        if resolver := _resolvers.get(kind):
            targets = await resolver(reader, keys)
            found |= {(kind, key): target for key, target in targets.items()}
    return found
