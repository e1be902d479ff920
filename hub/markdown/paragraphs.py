"""Rendered text in the blocks that have an id, for what hangs on one of them."""

import re
from dataclasses import dataclass
from itertools import pairwise

from hub.markdown.excerpts import without_excerpts
from hub.text import plain


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A top-level block: its id, and its words with single spaces between them."""

    anchor: str
    text: str


def paragraphs(html: str) -> list[Paragraph]:
    """The blocks of HTML from `render` that hold words of their own, in order."""
    own = without_excerpts(html)
    starts = list(_BLOCK.finditer(own))
    ends = [*(match.start() for match in starts), len(own)]
    found = [
        Paragraph(match[1], words(plain(own[start:end])))
        for match, (start, end) in zip(starts, pairwise(ends), strict=True)
    ]
    return [one for one in found if one.text]


def words(text: str) -> str:
    """`text` with single spaces, however it was broken into lines."""
    return " ".join(text.split())


# Only the renderer writes ids, and only on top-level blocks.
_BLOCK = re.compile(r'<(?:p|h[1-6]|blockquote|ul|ol|pre|table)(?: (?!id=)[a-z-]+="[^"<>]*")* id="([^"<>]*)"')
