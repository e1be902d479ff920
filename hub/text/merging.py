"""Two states of a Markdown text that started from the same one, put together paragraph by paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from merge3 import Merge3

# Finding what three texts share grows with the square of their parts; longer ones clash as a whole.
MOST_PARTS = 3_000


@dataclass(frozen=True)
class Clash:
    """A place that both changed: what it said at first, and what each made of it."""

    base: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class Merged:
    """`text` holds what either changed; where both changed the same place it holds `yours`, and a clash tells so."""

    text: str
    clashes: list[Clash]


def merge(base: str, theirs: str, yours: str) -> Merged:
    """`yours` with what `theirs` changed since `base`. Paragraphs, list items and rows are the units."""
    if theirs in (base, yours):
        return Merged(yours, [])
    if yours == base:
        return Merged(theirs, [])
    old, their, your = (_parts(text) for text in (base, theirs, yours))
    if len(old) + len(their) + len(your) > MOST_PARTS:
        return Merged(yours, [Clash(base, theirs, yours)])
    parts: list[str] = []
    clashes: list[Clash] = []
    for group in Merge3(old, their, your).merge_groups():
        if group[0] != "conflict":
            parts += group[1]
            continue
        for settled in _refined(*group[1:]):
            if len(settled) == 3:
                clashes.append(Clash(*(_joined(side) for side in settled)))
            parts += settled[-1]
    return Merged(_joined(parts), clashes)


def _refined(
    base: Sequence[str], theirs: Sequence[str], yours: Sequence[str]
) -> Iterator[tuple[Sequence[str], ...]]:
    """A place where the library sees a conflict: what still clashes as three sides, what does not as one."""
    if len(base) == len(theirs) == len(yours):
        for one in zip(base, theirs, yours, strict=True):
            yield _settled(*([part] for part in one))
        return
    yield _settled(base, theirs, yours)


def _settled(base: Sequence[str], theirs: Sequence[str], yours: Sequence[str]) -> tuple[Sequence[str], ...]:
    if yours == base:
        return (theirs,)
    if theirs in (base, yours):
        return (yours,)
    for changed, other in ((theirs, yours), (yours, theirs)):
        # One only added something before or after what the other changed.
        if base and len(changed) == len(base) and other[: len(base)] == base:
            return ([*changed, *other[len(base) :]],)
        if base and len(changed) == len(base) and other[-len(base) :] == base:
            return ([*other[: -len(base)], *changed],)
    return (base, theirs, yours)


def _parts(text: str) -> list[str]:
    """Paragraphs, list items, rows of tables and whole fences; with a break before those that follow no blank line."""
    parts: list[str] = []
    fence, apart, ended = "", True, False
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if fence:
            parts[-1] += f"\n{line}"
            ended = bool(mark and mark[1].startswith(fence))
            fence = "" if ended else fence
        elif not line.strip():
            apart = True
        else:
            if apart or ended or mark or _ITEM.match(line):
                parts.append(line if apart else f"\n{line}")
            else:
                parts[-1] += f"\n{line}"
            fence, apart, ended = mark[1] if mark else "", False, False
    return parts


def _joined(parts: Sequence[str]) -> str:
    text = "".join(part if part.startswith("\n") else f"\n\n{part}" for part in parts)
    return text.strip("\n")


_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"\s*(?:[-*+]|[0-9]{1,9}[.)])\s|\s*\|")
