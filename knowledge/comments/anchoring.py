"""Where in an article a passage stands now that was commented on some versions ago."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from hub.markdown.paragraphs import Paragraph, paragraphs
from knowledge.models import Annotation, Article

# From this share of common pairs of characters on, an edited paragraph counts as the one that it was.
STILL_THE_SAME = 0.5
# Farther away nobody looks for it: a text may have tens of thousands of blocks.
NEAREST = 200


@dataclass(frozen=True)
class Place:
    """Where a passage stands: the id of its block, empty when it is gone. `changed` when its words are not there."""

    anchor: str
    changed: bool


def blocks_of(article: Article) -> list[Paragraph]:
    """The blocks of an article that can be commented on, in order; what excerpts show is not among them."""
    return [block for part in article.parts for block in paragraphs(part["html"])]


def places(annotations: Iterable[Annotation], blocks: Sequence[Paragraph]) -> list[Place]:
    """Where each of some passages stands in the `blocks` of its article. Of long texts it takes a while."""
    placing = _Placing(blocks)
    return [placing.place(annotation) for annotation in annotations]


def split_anchor(anchor: str) -> tuple[str, int]:
    """Field and number of the block with an id such as ``solution-p3``."""
    field, _dash, number = anchor.rpartition("-p")
    return field, int(number)


class _Placing:
    def __init__(self, blocks: Sequence[Paragraph]) -> None:
        self._blocks = [(block, *split_anchor(block.anchor)) for block in blocks]
        # Made once for all passages: an article may have half a million characters.
        self._pairs: dict[str, set[str]] = {}

    def place(self, annotation: Annotation) -> Place:
        wanted = annotation.quote or annotation.paragraph

        def distance(located: tuple[Paragraph, str, int]) -> tuple[bool, int]:
            _block, field, number = located
            return field != annotation.field, abs(number - annotation.block)

        there = [located for located in self._blocks if wanted in located[0].text]
        if there:
            return Place(min(there, key=distance)[0].anchor, changed=False)
        pairs = _pairs(annotation.paragraph)
        near = [located[0] for located in nsmallest(NEAREST, self._blocks, key=distance)]
        likeness = [(_likeness(pairs, self._pairs_of(block)), block.anchor) for block in near]
        best, anchor = max(likeness, key=lambda one: one[0], default=(0.0, ""))
        return Place(anchor if best >= STILL_THE_SAME else "", changed=True)

    def _pairs_of(self, block: Paragraph) -> set[str]:
        if block.anchor not in self._pairs:
            self._pairs[block.anchor] = _pairs(block.text)
        return self._pairs[block.anchor]


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


def _likeness(one: set[str], other: set[str]) -> float:
    """Dice's coefficient: 1 for the same pairs of characters, 0 for none in common."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
