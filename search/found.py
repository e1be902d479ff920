"""What either way of searching finds, before it is checked against the database and shown."""

from dataclasses import dataclass, field

from search.relevance.highlights import Span

COUNTED = (
    "type",
    "state",
    "kind",
    "product",
    "competitor",
    "personality",
    "size",
    "industry",
    "purchasing_power",
    "stage",
    "tag",
    "since",
)
"""The facets, in the order of the page. Those named like a facet of the vocabulary hold ids of terms."""


# The anchors of lines, which stand on the card of their rival.
LINE = "line-"


@dataclass(frozen=True, eq=False)
class Passage:
    """A thing found, with the passage that stands for it and where its matches are."""

    type: str
    id: int
    post_id: int | None
    number: int | None
    anchor: str
    title: str
    body: str
    title_spans: list[Span] = field(default_factory=list)
    body_spans: list[Span] = field(default_factory=list)

    @property
    def at(self) -> str:
        """What leads to the paragraph on its page."""
        return f"#{self.anchor}" if self.anchor else ""

    @property
    def url(self) -> str:
        """The page of a thread or article, at the paragraph."""
        if self.type == "article" and self.anchor.startswith(LINE):
            return f"/rivals/{self.id}?line={self.anchor.removeprefix(LINE)}{self.at}"
        if self.type == "article":
            return f"/articles/{self.id}{self.at}"
        # The first post is on the page that a thread opens with for whoever has not read it.
        return f"/threads/{self.id}?post={self.number}{self.at}"


@dataclass(frozen=True)
class Found:
    """One page of passages, how many objects there are in all, and counts of objects by facet and value."""

    passages: list[Passage]
    total: int
    counts: dict[str, dict[str, int]]
