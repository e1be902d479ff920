"""Names of people in Latin letters: the hub's own people, names after a title or a cue, common names."""

import re
from collections.abc import Collection, Iterator
from functools import cache
from itertools import pairwise

from hub.redaction.hits import Hit, Sensitive
from hub.redaction.words import given_names, unaccented, words

_WORD = re.compile(r"[^\W\d_]+(?:['’-](?!s\b)[^\W\d_]+)*")
_TITLE = (
    r"(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Messrs|MR|MRS|DR|Hr|Fr|Sr|Sra|Mme|Mlle)\b\.?|(?:mr|mrs|dr|prof)\.|Mister|Miss|Madam|"
    r"Madame|Monsieur|Professor|Doctor|Sir|Dame|Lord|Herr|Herrn|Frau|Señor|Señora|Signor|Signora)"
)
_CAPITAL = r"[A-Z\u00c0-\u00de][\w'’-]*\.?"
_PARTICLE = r"(?:van der|van den|van de|van|von der|von|de la|del|de|di|da|dos|bin|al|el|ter|zu)"
_ADDRESSED = re.compile(
    rf"(?<!\w){_TITLE} (?:{_PARTICLE} )?{_CAPITAL}(?: (?:{_PARTICLE} )?{_CAPITAL}){{0,2}}"
)
_CUE = re.compile(
    r"(?:\b(?:[Nn]ame:|[Cc]ontact(?: person)?|[Aa]ttn|[Aa]ttention|[Ss]igned(?: by)?|[Ss]poke (?:to|with)|"
    r"[Mm]et (?:with )?|[Aa]sk for|[Cc]c|CC|c/o|[Rr]eports to|[Ii]ntroduced (?:me )?to|"
    r"[Tt]heir (?:buyer|owner|boss|CEO|CFO|CTO|manager|director))\b:? ?|"
    r"\b(?:[Rr]egards|[Cc]heers|[Ss]incerely|[Tt]hanks),?\s{1,3})"
    rf"({_CAPITAL}(?: {_CAPITAL}){{0,2}})"
)
_SYLLABLE = (
    r"(?:[bpmfdtnlgkhjqxzcsryw]|zh|ch|sh)?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|"
    r"iu|ou|ua|ue|ui|un|uo|a|e|i|o|u)"
)
_PINYIN_GIVEN = re.compile(rf"{_SYLLABLE}(?:['’-]?{_SYLLABLE})?", re.IGNORECASE)
_MOST_WORDS = 4
_LONGEST_ABBREVIATION = 4


def names(text: str, people: Collection[str]) -> Iterator[Hit]:
    """The names in a folded text; `people` are names to look for besides, folded and in lower case."""
    for match in _ADDRESSED.finditer(text):
        yield _hit(text, *match.span())
    for match in _CUE.finditer(text):
        if match.group(1).split()[0].casefold() not in words("ordinary"):
            yield _hit(text, *match.span(1))
    found = list(_WORD.finditer(text))
    for place, word in enumerate(found):
        for length in range(_MOST_WORDS, 0, -1):
            group = found[place : place + length]
            if len(group) == length and _near(text, group) and _names_somebody(group, people):
                yield _hit(text, word.start(), group[-1].end())
                break


def _near(text: str, group: list[re.Match[str]]) -> bool:
    """Whether nothing but a space, or the full stop of an initial, stands between these words."""
    return all(
        (between := text[one.end() : other.start()]) in (" ", "\n")
        or (between in (".", ". ") and len(one.group()) == 1)
        for one, other in pairwise(group)
    )


def _names_somebody(group: list[re.Match[str]], people: Collection[str]) -> bool:
    said = [word.group() for word in group]
    lower = [word.casefold() for word in said]
    if " ".join(lower) in people:
        # A single name of a colleague may be a word: only as it would be written.
        return len(said) > 1 or _is_capital(said[0])
    if not all(map(_is_capital, said)):
        return False
    lower = [unaccented(word) for word in lower]
    if len(said) == 1:
        # Short capitals are an abbreviation, and letters among digits are part of a code.
        written = not said[0].isupper() or len(said[0]) > _LONGEST_ABBREVIATION
        return (
            written
            and _stands_alone(group[0])
            and lower[0] in given_names()
            and lower[0] not in words("ambiguous")
        )
    if len(said) == 2:
        return _is_pair(lower) or _is_pinyin(lower)
    if len(said) == 3:
        middle = len(said[1]) == 1 or lower[1] in given_names() or lower[1] in ("van", "von", "de")
        return middle and _is_pair([lower[0], lower[2]])
    return False


def _stands_alone(word: re.Match[str]) -> bool:
    beside = word.string[max(0, word.start() - 1) : word.start()] + word.string[word.end() : word.end() + 1]
    return not any(one.isdigit() or one in "_=" for one in beside)


def _is_pair(lower: list[str]) -> bool:
    """A given name and anything that could be a surname, or anything and a surname."""
    first, last = lower
    given = first in given_names() or first in words("ambiguous")
    known = last in words("surnames") or (len(last) > 5 and last.endswith(tuple(words("endings"))))
    if given and (known or (first not in words("ambiguous") and last not in words("ordinary"))):
        return True
    return known and (len(first) == 1 or first not in words("ordinary")) and last not in words("ordinary")


def _is_pinyin(lower: list[str]) -> bool:
    for surname, given in (lower, lower[::-1]):
        if surname in words("pinyin") and given not in words("ordinary") and _PINYIN_GIVEN.fullmatch(given):
            return True
    return False


@cache
def _is_capital(word: str) -> bool:
    return word[:1].isupper()


def _hit(text: str, start: int, end: int) -> Hit:
    said = re.sub(r"(?:['’]s)?\.?$", "", text[start:end])
    return Hit(start, start + len(said), Sensitive.NAME, said.casefold())
