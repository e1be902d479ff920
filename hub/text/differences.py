"""What changed between two states of a text: line by line, and word by word within a changed line."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, NamedTuple

from markupsafe import Markup, escape

CONTEXT = 3
"""Unchanged lines that are shown around a change."""

# Comparing grows with the square of the length; beyond these a changed part is shown as a whole.
MOST_LINES = 1_500
MOST_WORDS = 400
# Pairs of equal lines: lines that are repeated everywhere are compared for seconds, and to no avail.
MOST_EQUAL_PAIRS = 60_000
# Pairs of words within all changed lines together, some 30 long lines or thousands of short ones.
MOST_WORD_PAIRS = 1_000_000


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
    if len(before) + len(after) > MOST_LINES or _equal_pairs(before, after) > MOST_EQUAL_PAIRS:
        return list(_replaced(before, 0, after, 0, _Effort(0)))
    effort = _Effort(MOST_WORD_PAIRS)
    lines: list[Line] = []
    groups = SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(CONTEXT)
    for number, group in enumerate(groups):
        if number or group[0][1] > 0:
            lines.append(Line("gap", None, None, Markup()))
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                shown = enumerate(before[i1:i2], 1)
                lines += [Line("same", i1 + place, j1 + place, escape(text)) for place, text in shown]
            else:
                lines += _replaced(before[i1:i2], i1, after[j1:j2], j1, effort)
    return lines


def _equal_pairs(before: Sequence[str], after: Sequence[str]) -> int:
    counted = Counter(after)
    return sum(counted[line] for line in before)


class _Effort:
    """What comparing words may still cost; the lines that come after it is spent stay unmarked."""

    def __init__(self, pairs: int) -> None:
        self._left = pairs

    def spend(self, pairs: int) -> bool:
        """Whether that much is left; it is used up then."""
        if pairs > self._left:
            return False
        self._left -= pairs
        return True


def _replaced(
    before: Sequence[str], old_start: int, after: Sequence[str], new_start: int, effort: _Effort
) -> Iterator[Line]:
    """Removed lines, then the added ones; lines at the same place are compared word by word."""
    pairs = [
        _words(old, new, effort) if old is not None and new is not None else (escape(old), escape(new))
        for old, new in zip_longest(before, after)
    ]
    for place in range(len(before)):
        yield Line("removed", old_start + place + 1, None, pairs[place][0])
    for place in range(len(after)):
        yield Line("added", None, new_start + place + 1, pairs[place][1])


def _words(old: str, new: str, effort: _Effort) -> tuple[Markup, Markup]:
    """Both lines with what differs marked; unmarked when they have too little in common to be compared."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) + len(after) > MOST_WORDS or not effort.spend(len(before) * len(after)):
        return escape(old), escape(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.3:
        return escape(old), escape(new)
    removed, added = Markup(), Markup()
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        if tag == "equal":
            removed += gone
            added += come
        else:
            removed += Markup("<del>{}</del>").format(gone) if gone else ""
            added += Markup("<ins>{}</ins>").format(come) if come else ""
    return removed, added


# Chinese has no spaces: each of its characters is compared as a word.
_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+|\s+|.")
