"""Snippets: the part of a passage that matches, in its original spelling, the matches marked.

The engine matches folded and padded text. Its positions are carried back to the original, character by
character, so that 價格 stays 價格 although it was found as 价格.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, zip_longest
from typing import Any

from markupsafe import Markup, escape

from hub.text import HAN, fold
from search.relevance.words import comparable, tokens

_SNIPPET = 200  # characters; a Chinese one counts double
_LEAD = 40  # of them before the first match
_WORD = re.compile(f"[{HAN}]|[^\\W_{HAN}]+")
_WIDE = re.compile(f"[{HAN}]")

Span = tuple[int, int]


def spans_from_engine(original: str, positions: Sequence[dict[str, Any]]) -> list[Span]:
    """The engine's positions (bytes in the comparable text) as spans of the original."""
    if not positions:
        return []
    indexed = comparable(original)
    origin = _origins(original, indexed)
    if origin is None:
        return []
    starts = list(accumulate((len(character.encode()) for character in indexed), initial=0))
    spans = []
    for position in positions:
        first = bisect_right(starts, position["start"]) - 1
        last = bisect_right(starts, position["start"] + position["length"] - 1) - 1
        if 0 <= first <= last < len(origin):
            spans.append((origin[first], origin[last] + 1))
    return _joined(spans)


def spans_of_words(original: str, query: str) -> list[Span]:
    """Where the words of a comparable query stand in the original, whatever found it."""
    asked = set(tokens(query))
    words = list(_WORD.finditer(original))
    spans = []
    for word, following in zip_longest(words, words[1:]):
        if _WIDE.match(word[0]) and following and following.start() == word.end():
            pair = word[0] + following[0]
            if _WIDE.match(following[0]) and asked.intersection(tokens(comparable(pair))):
                spans.append((word.start(), following.end()))
        if asked.intersection(tokens(comparable(word[0]))):
            spans.append(word.span())
    return _joined(spans)


def marked(original: str, spans: Iterable[Span]) -> Markup:
    """The whole text as safe HTML with its matches marked."""
    return _marked(original, spans, 0, len(original))


def snippet(original: str, spans: Sequence[Span]) -> Markup:
    """About 200 characters around the densest matches, as safe HTML on one line."""
    start = _start(original, spans)
    end = _end(original, start)
    html = _marked(original, spans, start, end)
    before, after = "…" if start else "", "…" if end < len(original.rstrip()) else ""
    return Markup("%s%s%s") % (before, Markup(" ").join(html.split()), after)


def _start(original: str, spans: Sequence[Span]) -> int:
    """Where to begin: a little before the match that has most others close behind it."""
    if not spans:
        return 0
    best = max(spans, key=lambda one: sum(one[0] <= other[0] < one[0] + _SNIPPET // 2 for other in spans))
    if best[0] <= _LEAD:
        return 0
    earliest = best[0] - _LEAD
    for boundary in _BOUNDARIES:
        if found := boundary.search(original, earliest, best[0]):
            return found.end()
    return earliest


_BOUNDARIES = (re.compile(r"[.!?。！？\n]\s*"), re.compile(r"[,;:，；：、\s]\s*"))


def _end(original: str, start: int) -> int:
    room = _SNIPPET
    for place in range(start, len(original)):
        room -= 2 if _WIDE.match(original[place]) else 1
        if room < 0:
            space = original.rfind(" ", max(start, place - 20), place)
            return space if space > start and not _WIDE.match(original[place]) else place
    return len(original)


def _marked(original: str, spans: Iterable[Span], start: int, end: int) -> Markup:
    html = Markup("")
    place = start
    for first, last in spans:
        if first >= place and last <= end:
            html += escape(original[place:first]) + Markup("<mark>%s</mark>") % original[first:last]
            place = last
    return html + escape(original[place:end])


def _joined(spans: Collection[Span]) -> list[Span]:
    """In order, overlapping and touching ones made one."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _origins(original: str, indexed: str) -> list[int] | None:
    """For each character of the indexed text, the place in the original it came from.

    None when folding the whole did something else than folding each character: then nothing is marked.
    """
    folded = [(place, character) for place, one in enumerate(original) for character in _folded(one)]
    origin = []
    at = 0
    for character in indexed:
        if at < len(folded) and (character == folded[at][1] or character != " "):
            origin.append(folded[at][0])
            at += 1
        elif at and character == " ":
            origin.append(folded[at - 1][0])
        else:
            return None
    return origin if at == len(folded) else None


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    return fold(character)
