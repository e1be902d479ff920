"""Rendered text in pieces that a search hit can land on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from hub.text import plain

SHORTEST, LONGEST = 300, 1200
"""Passages aim at this many characters: enough to mean something, little enough to be about one thing."""


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` without markup, the id of the block it begins in ("" when there is none), the heading above."""

    anchor: str
    text: str
    heading: str


def passages(html: str) -> list[Passage]:
    """The passages of HTML from `render`, in order; the anchors are the ids that it gave to blocks.

    Short blocks under one heading are joined, long ones are cut at the end of a sentence or a word. A
    heading with nothing under it is a passage of its own words.
    """
    return [
        Passage(block.anchor, piece, block.heading)
        for section in _sections(html)
        for block in _joined(section)
        for piece in _pieces(block.text)
    ]


def _sections(html: str) -> Iterator[list[Passage]]:
    """The blocks of the text, grouped by the heading above them."""
    section: list[Passage] = []
    heading: Passage | None = None
    starts = [0, *(match.start() for match in _BLOCK.finditer(html)), len(html)]
    for start, end in pairwise(starts):
        block = html[start:end]
        opening = _BLOCK.match(block)
        anchor = opening.group(2) if opening else ""
        if opening and opening.group(1).startswith("h"):
            yield section or ([heading] if heading else [])
            section = []
            title, _end, block = block.partition(f"</{opening.group(1)}>")
            words = plain(title)
            heading = Passage(anchor, words, words)
        if text := plain(block):
            section.append(Passage(anchor, text, heading.heading if heading else ""))
    yield section or ([heading] if heading else [])


def _joined(blocks: list[Passage]) -> Iterator[Passage]:
    waiting: Passage | None = None
    for block in blocks:
        if waiting and len(waiting.text) < SHORTEST and len(waiting.text) + len(block.text) < LONGEST:
            waiting = Passage(waiting.anchor, f"{waiting.text}\n{block.text}", block.heading)
            continue
        if waiting:
            yield waiting
        waiting = block
    if waiting:
        yield waiting


def _pieces(text: str) -> Iterator[str]:
    while len(text) > LONGEST:
        ends = [match.end() for match in _SENTENCE_END.finditer(text, SHORTEST, LONGEST)]
        end = ends[-1] if ends else (text.rfind(" ", SHORTEST, LONGEST) + 1) or LONGEST
        yield text[:end].strip()
        text = text[end:].strip()
    if text:
        yield text


# Only the renderer writes ids, and only on top-level blocks; text and attributes hold no bare "<".
_BLOCK = re.compile(r'<(p|h[1-6]|blockquote|ul|ol|pre|table)(?: (?!id=)[a-z-]+="[^"<>]*")* id="([^"<>]*)"')
_SENTENCE_END = re.compile(r"[。！？；\n]|[.!?;]\s")
