"""Passages of a case: whole posts and single paragraphs, taken over with their author's credit."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from discussions.models import Post
from hub import markdown
from knowledge.promotion.prefilling import closed, credit


@dataclass(frozen=True)
class Source:
    """A post as passages can be taken from it: its blocks as written and as safe HTML, if they can be told apart."""

    post: Post
    accepted: bool = False

    @cached_property
    def blocks(self) -> list[str]:
        written = markdown.blocks(self.post.body)
        return written if len(written) == len(self._shown) > 1 else [self.post.body]

    @cached_property
    def shown(self) -> list[Markup]:
        """The HTML of each block. It was sanitised when it was written."""
        pieces = self._shown if len(self.blocks) > 1 else [self.post.html]
        return [Markup(piece) for piece in pieces]  # noqa: S704

    @cached_property
    def _shown(self) -> list[str]:
        html = self.post.html
        starts = [
            match.start() for match in re.finditer(rf'<\w+(?: [^<>]*)? id="post-{self.post.id}-p\d+"', html)
        ]
        return [html[start:end] for start, end in zip(starts, [*starts[1:], len(html)], strict=True)]

    @property
    def names(self) -> list[str]:
        """How a form names the paragraphs; the whole post has the post's id for a name."""
        return [f"{self.post.id}.{number}" for number in range(1, len(self.blocks) + 1)]

    @property
    def whole(self) -> str:
        return str(self.post.id)

    @property
    def credit(self) -> str:
        return credit(self.post)

    def passage(self, chosen: Iterable[int]) -> str:
        """The blocks with these numbers, from 0, under one credit; nothing when none is chosen."""
        numbers = sorted(set(chosen))
        if not numbers:
            return ""
        whole = len(numbers) == len(self.blocks)
        text = self.post.body if whole else "\n\n".join(self.blocks[number] for number in numbers)
        return f"{closed(text)}\n\n{self.credit}"

    def ticked(self, text: str) -> set[int]:
        """The blocks that stand in a text with the post's credit."""
        if self.credit not in text:
            return set()
        if self.post.body in text:
            return set(range(len(self.blocks)))
        return {number for number, block in enumerate(self.blocks) if block in text}


@dataclass(frozen=True)
class Ticks:
    """The passages ticked in a form, and those that were ticked when it was shown; by their names."""

    now: frozenset[str]
    before: frozenset[str]

    def changed(self, source: Source) -> tuple[set[int], set[int]]:
        """Which blocks of a post were chosen before, and which are now.

        Ticking the whole post chooses all of it; taking that tick away takes the rest away too, unless somebody chose
        paragraphs one by one.
        """
        before = set(_numbers(source, self.before))
        now = set(_numbers(source, self.now))
        if len(source.blocks) == 1:
            return ({0} if source.whole in self.before else set(), {0} if source.whole in self.now else set())
        if source.whole in self.now - self.before:
            return before, set(range(len(source.blocks)))
        if source.whole in self.before - self.now and now == before:
            return before, set()
        return before, now


def _numbers(source: Source, names: frozenset[str]) -> Iterator[int]:
    return (number for number, name in enumerate(source.names) if name in names)


def gathered(texts: dict[str, str], sources: Sequence[Source], ticks: Ticks, into: str) -> dict[str, str]:
    """The texts of an article with the passages that were ticked since put into the field `into`.

    A passage that has grown or shrunk is replaced where it stands; what somebody rewrote stays as they wrote it.
    """
    result = dict(texts)
    for source in sources:
        before, now = ticks.changed(source)
        if before == now:
            continue
        old, new = source.passage(before), source.passage(now)
        place = next((field for field, text in result.items() if old and old in text), None)
        if place is not None:
            head, _old, tail = result[place].partition(old)
            parts = (head.rstrip("\n"), new, tail.lstrip("\n"))
            result[place] = "\n\n".join(part for part in parts if part)
        elif new and not any(new in text for text in result.values()):
            result[into] = "\n\n".join(part for part in (result.get(into, "").rstrip(), new) if part)
    return result
