"""Words that stand in a confidential source, too: names that nobody else knows, and passages taken over."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from hub.redaction.folding import folded
from hub.redaction.hits import Hit, Sensitive

# A Chinese character is a word here; the number of a version is one, too.
_LETTERS = r"[^\W_\u3400-\u9fff]+"
_WORD = re.compile(rf"[\u3400-\u9fff]|{_LETTERS}(?:[.'’-]{_LETTERS})*")
_HAN = re.compile(r"[\u3400-\u9fff]")
# What a word weighs, and from where on the same words are no coincidence: four words of a title or six characters,
# seven words of a longer text or ten characters.
_OF_WORD, _OF_CHARACTER = 3, 2
_OF_TITLE = 12
_OF_TEXT = 20
# The whole of a shorter title is one from here on.
_SHORTEST = 6

Passage = tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """What a text may have words of: `names`, each found as a whole, short `titles`, and longer `texts`."""

    names: Sequence[str] = ()
    titles: Sequence[str] = ()
    texts: Sequence[str] = ()

    @cached_property
    def passages(self) -> dict[int, frozenset[Passage]]:
        """The shortest telling passages of the source, by the weight that makes them so."""
        found: dict[int, set[Passage]] = {}
        for name in self.names:
            words = [word for word, _start, _end in _words(folded(name).text)]
            if words:
                found.setdefault(_weight_of(words), set()).add(tuple(words))
        for weight, texts in ((_OF_TITLE, self.titles), (_OF_TEXT, self.texts)):
            for text in texts:
                words = [word for word, _start, _end in _words(folded(text).text)]
                enough = min(weight, _weight_of(words))
                if enough >= _SHORTEST:
                    runs = (_run(words, place, enough) for place in range(len(words)))
                    found.setdefault(enough, set()).update(run for run in runs if run)
        return {weight: frozenset(passages) for weight, passages in found.items()}


def copied(text: str, source: Source) -> Iterator[Hit]:
    """The passages of a folded text that stand in `source`, too, each as long as it goes on."""
    found = _words(text)
    words = [word for word, _start, _end in found]
    spans: list[tuple[int, int]] = []
    for place in range(len(words)):
        runs = (_run(words, place, weight) for weight in source.passages)
        known = [run for run, passages in zip(runs, source.passages.values(), strict=True) if run in passages]
        if known:
            end = place + max(map(len, known))
            if spans and place <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((place, end))
    for begun, ended in spans:
        yield Hit(found[begun][1], found[ended - 1][2], Sensitive.COPIED, " ".join(words[begun:ended]))


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(match.group().casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]


def _weight_of(words: Sequence[str]) -> int:
    return sum(_OF_CHARACTER if _HAN.match(word) else _OF_WORD for word in words)


def _run(words: Sequence[str], place: int, weight: int) -> Passage:
    """The words from `place` on that together weigh at least `weight`; nothing when too few are left."""
    left = weight
    for end in range(place, len(words)):
        left -= _weight_of(words[end : end + 1])
        if left <= 0:
            return tuple(words[place : end + 1])
    return ()
