"""Where in an article a passage stands now that was commented on some versions ago."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.markdown.paragraphs import Paragraph, paragraphs
from knowledge.models import Annotation, Article

# From this share of common pairs of characters on, an edited paragraph counts as the one that it was.
STILL_THE_SAME = 0.5


@dataclass(frozen=True)
class Place:
    """Where a passage stands: the id of its block, empty when it is gone. `changed` when its words are not there."""

    anchor: str
    changed: bool


def blocks_of(article: Article) -> list[Paragraph]:
    """The blocks of an article that can be commented on, in order; what excerpts show is not among them."""
    return [block for part in article.parts for block in paragraphs(part["html"])]


def place(annotation: Annotation, blocks: Sequence[Paragraph]) -> Place:
    """Where a passage stands in the `blocks` of its article."""
    wanted = annotation.quote or annotation.paragraph
    near = sorted(blocks, key=lambda block: _distance(annotation, block))
    for block in near:
        if wanted in block.text:
            return Place(block.anchor, changed=False)
    pairs = _pairs(annotation.paragraph)
    likeness = [(_likeness(pairs, _pairs(block.text)), block.anchor) for block in near]
    best, anchor = max(likeness, key=lambda one: one[0], default=(0.0, ""))
    return Place(anchor if best >= STILL_THE_SAME else "", changed=True)


def split_anchor(anchor: str) -> tuple[str, int]:
    """Field and number of the block with an id such as ``solution-p3``."""
    field, _dash, number = anchor.rpartition("-p")
    return field, int(number)


def _distance(annotation: Annotation, block: Paragraph) -> tuple[bool, int]:
    field, number = split_anchor(block.anchor)
    return field != annotation.field, abs(number - annotation.block)


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


def _likeness(one: set[str], other: set[str]) -> float:
    """Dice's coefficient: 1 for the same pairs of characters, 0 for none in common."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
