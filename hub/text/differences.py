"""What changed between two states of a text: line by line, and word by word within a changed line."""

import re
import time
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from diff_match_patch import diff_match_patch
from markupsafe import Markup, escape

CONTEXT = 3
"""Unchanged lines that are shown around a change."""

# Comparing grows with what differs; what is not finished by then is shown as replaced, without marks.
SECONDS = 0.15
# The library moves the edges of a change in steps that grow with the length, and looks at no clock meanwhile.
LONGEST = 20_000
# Lines that have less in common than this share are two texts, not two states of one.
_LEAST_ALIKE = 0.3


class Line(NamedTuple):
    """One line of a comparison. `old` and `new` are its numbers in the two texts, None where it is not in one.

    `html` is safe; in changed lines ``<del>`` and ``<ins>`` mark the words. A gap stands for unchanged lines.
    """

    kind: Literal["same", "added", "removed", "gap"]
    old: int | None
    new: int | None
    html: Markup


def differences(old: str, new: str) -> list[Line]:
    """The lines of both texts in order; unchanged ones only near a change. Nothing when the texts are equal."""
    before, after = old.splitlines(), new.splitlines()
    if before == after:
        return []
    until = time.time() + SECONDS
    lines: list[Line] = []
    parts = list(_parts(before, after, until))
    for place, (i1, i2, j1, j2) in enumerate(parts):
        if before[i1:i2] != after[j1:j2]:
            lines += _replaced(before[i1:i2], i1, after[j1:j2], j1, until)
        else:
            lines += _near(before[i1:i2], i1, j1, first=place == 0, last=place == len(parts) - 1)
    return lines


def marked(old: str, new: str) -> tuple[Markup, Markup]:
    """Both texts with the words marked in which they differ, however much that is."""
    return _words(old, new, time.time() + SECONDS, least=0) or (escape(old), escape(new))


def _parts(before: Sequence[str], after: Sequence[str], until: float) -> Iterator[tuple[int, int, int, int]]:
    """Where equal and replaced parts begin and end in the two sequences, in turns."""
    i = j = i1 = j1 = 0
    for sign, length in _compared(before, after, until):
        if not sign:
            if (i1, j1) != (i, j):
                yield i1, i, j1, j
            yield i, i + length, j, j + length
            i1, j1 = i, j = i + length, j + length
        else:
            i, j = (i + length, j) if sign < 0 else (i, j + length)
    if (i1, j1) != (i, j):
        yield i1, i, j1, j


def _compared(before: Sequence[str], after: Sequence[str], until: float) -> list[tuple[int, int]]:
    """What is equal (0), gone (-1) and new (1), and how many elements of it."""
    # Each different element is one character to the library.
    letters: dict[str, str] = {}
    old, new = (
        "".join(letters.setdefault(one, chr(len(letters) + 1)) for one in side) for side in (before, after)
    )
    library = diff_match_patch()
    # It would search for a common half without a limit otherwise.
    library.Diff_Timeout = 0
    return [(sign, len(text)) for sign, text in library.diff_main(old, new, False, until)]


def _near(same: Sequence[str], i1: int, j1: int, *, first: bool, last: bool) -> Iterator[Line]:
    """Those of equal lines that are near a change before or after them."""
    head = 0 if first else CONTEXT
    tail = len(same) if last else len(same) - CONTEXT
    for place, text in enumerate(same):
        if place < head or place >= tail:
            yield Line("same", i1 + place + 1, j1 + place + 1, escape(text))
        elif place == max(head, 0):
            yield Line("gap", None, None, Markup())


def _replaced(
    before: Sequence[str], old_start: int, after: Sequence[str], new_start: int, until: float
) -> Iterator[Line]:
    """Removed lines, then the added ones; lines at the same place are compared word by word."""
    pairs = [
        (old is not None and new is not None and _words(old, new, until)) or (escape(old), escape(new))
        for old, new in zip_longest(before, after)
    ]
    for place in range(len(before)):
        yield Line("removed", old_start + place + 1, None, pairs[place][0])
    for place in range(len(after)):
        yield Line("added", None, new_start + place + 1, pairs[place][1])


def _words(old: str, new: str, until: float, *, least: float = _LEAST_ALIKE) -> tuple[Markup, Markup] | None:
    """Both lines with what differs marked; None when they cannot be compared or have too little in common."""
    if len(old) + len(new) > LONGEST or time.time() > until:
        return None
    before, after = _WORD.findall(old), _WORD.findall(new)
    compared = _compared(before, after, until)
    alike = sum(length for sign, length in compared if not sign)
    if 2 * alike < least * (len(before) + len(after)):
        return None
    found: list[tuple[int, str]] = []
    i = j = 0
    for sign, length in compared:
        found.append((sign, "".join(after[j : j + length] if sign > 0 else before[i : i + length])))
        i, j = i + length * (sign <= 0), j + length * (sign >= 0)
    # Odd words that two replaced passages happen to have in common belong to them.
    diff_match_patch().diff_cleanupSemantic(found)
    return _side(found, -1, Markup("<del>{}</del>")), _side(found, 1, Markup("<ins>{}</ins>"))


def _side(found: Sequence[tuple[int, str]], side: int, mark: Markup) -> Markup:
    return Markup().join(mark.format(text) if sign else text for sign, text in found if sign in (0, side))


# Chinese has no spaces: each of its characters is compared as a word.
_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+|\s+|.", re.DOTALL)
