"""Words of a query: which carry meaning, and how many there are."""

import re
from pathlib import Path

from hub.text import HAN, fold, pad

STOP_WORDS = frozenset(Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").split())
"""Words that nearly every text has, in both languages. The engine skips them, in texts and queries."""

_TERM = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+(?:[.'_-][^\\W_{HAN}]+)*")
_WORD = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")


def comparable(text: str) -> str:
    """`text` as it is indexed and asked."""
    return pad(fold(text))


def terms(query: str) -> list[str]:
    """The meaningful parts of a comparable query, each once: Latin words, numbers, unbroken Chinese."""
    found = [term for term in _TERM.findall(query) if term not in STOP_WORDS]
    return list(dict.fromkeys(found))


def length_in_words(query: str) -> float:
    """About how many words a comparable query has; a Chinese word has two characters."""
    return sum(len(term) / 2 if _is_chinese(term) else 1 for term in terms(query))


def tokens(text: str) -> list[str]:
    """Comparable text cut for counting: stems of Latin words, overlapping pairs of Chinese characters."""
    cut: list[str] = []
    for word in _WORD.findall(text):
        if _is_chinese(word):
            cut += [word[i : i + 2] for i in range(len(word) - 1)] or [word]
        elif word not in STOP_WORDS:
            cut.append(_stem(word))
    return cut


def characters(text: str) -> str:
    """Comparable text with every Chinese character a word of its own; empty without any Chinese.

    The engine cuts 爱面子 as one word, and would not find 面子 in it.
    """
    return _BETWEEN.sub(" ", text) if _CHINESE.search(text) else ""


def part_of_words(query: str) -> str:
    """A short, wholly Chinese query as phrases of characters; empty for any other."""
    found = terms(query)
    if not found or not all(_is_chinese(term) and len(term) <= _LONGEST_PART for term in found):
        return ""
    return " ".join(f'"{characters(term)}"' for term in found)


def _is_chinese(word: str) -> bool:
    return _CHINESE.match(word) is not None


_CHINESE = re.compile(f"[{HAN}]")
_BETWEEN = re.compile(f"(?<=[{HAN}])(?=[{HAN}])")
_LONGEST_PART = 4  # characters


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
