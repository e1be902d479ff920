"""Two states of a Markdown text that started from the same one, put together paragraph by paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

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
    for chunk in _chunks(old, their, your):
        for settled in _refined(*chunk):
            if len(settled) == 3:
                clashes.append(Clash(*(_joined(side) for side in settled)))
            parts += settled[-1]
    return Merged(_joined(parts), clashes)


def _chunks(base: list[str], theirs: list[str], yours: list[str]) -> Iterator[tuple[list[str], ...]]:
    """The three texts cut at what they share: by turns, parts that are in all of them and what lies between these.

    This is diff3, as Khanna, Kunal and Pierce describe it in "A Formal Investigation of Diff3" (2007).
    """
    in_theirs, in_yours = _places(base, theirs), _places(base, yours)
    old = their = your = 0
    for place, part in enumerate(base):
        if place in in_theirs and place in in_yours:
            yield base[old:place], theirs[their : in_theirs[place]], yours[your : in_yours[place]]
            yield ([part],) * 3
            old, their, your = place + 1, in_theirs[place] + 1, in_yours[place] + 1
    yield base[old:], theirs[their:], yours[your:]


def _places(base: list[str], changed: list[str]) -> dict[int, int]:
    """Where the parts of `base` that are still there stand in `changed`, both by number and in order."""
    return {
        block.a + number: block.b + number
        for block in SequenceMatcher(None, base, changed).get_matching_blocks()
        for number in range(block.size)
    }


def _refined(
    base: Sequence[str], theirs: Sequence[str], yours: Sequence[str]
) -> Iterator[tuple[Sequence[str], ...]]:
    """What a chunk becomes: what clashes as three sides, what does not as one."""
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
