"""Text as a reader sees it, with the place of each character in its Markdown source."""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

# What Markdown, HTML and addresses put in place of a character.
_WRITTEN_OTHERWISE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,10});|%(?:2[0BbDdEe]|3\d|40)")
# Markup that a reader does not see: `138**1234**5678` shows the same number as without.
_UNSEEN = "*`~\\"


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` in plain width, simplified and without what nobody sees; `places` says where each character stands."""

    text: str
    places: list[tuple[int, int]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the source of the folded characters from `start` up to `end`."""
        return self.places[start][0], self.places[end - 1][1]


def folded(source: str) -> Folded:
    """`source`, folded for comparison; every character remembers where it came from."""
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    position = 0
    for match in _WRITTEN_OTHERWISE.finditer(source):
        _fold_plain(source, position, match.start(), characters, places)
        for character in _meant(match.group()):
            _put(character, (match.start(), match.end()), characters, places)
        position = match.end()
    _fold_plain(source, position, len(source), characters, places)
    return Folded(_simplified("".join(characters)), places)


def _fold_plain(
    source: str, start: int, end: int, characters: list[str], places: list[tuple[int, int]]
) -> None:
    for place in range(start, end):
        _put(source[place], (place, place + 1), characters, places)


def _put(
    character: str, place: tuple[int, int], characters: list[str], places: list[tuple[int, int]]
) -> None:
    for one in _plain(character):
        characters.append(one)
        places.append(place)


def _meant(written: str) -> str:
    return chr(int(written[1:], 16)) if written[0] == "%" else html.unescape(written)


@cache
def _plain(character: str) -> str:
    """What stands for a character; nothing for what cannot be seen."""
    if character.isascii():
        return "" if character in _UNSEEN else " " if character == "\t" else character
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if character in "\u034f\u115f\u1160\u3164\uffa0" or category in ("Cf", "Cc", "Mn", "Me"):
        return ""
    if category == "Zs":
        return " "
    if category == "Pd" or character == "−":
        return "-"
    return "".join(" " if one.isspace() else one for one in unicodedata.normalize("NFKC", character))


def _simplified(text: str) -> str:
    if text.isascii():
        return text
    simple = _simplifier().convert(text)
    # Places count characters, so a phrase that is shorter in simplified Chinese must not move the rest.
    return simple if len(simple) == len(text) else "".join(map(_simplified_character, text))


@cache
def _simplified_character(character: str) -> str:
    simple = _simplifier().convert(character)
    return simple if len(simple) == 1 else character


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
