"""Everything in a text that tells of a person or a deal."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from hub.redaction.chinese_names import chinese_names
from hub.redaction.copied import Source, copied
from hub.redaction.emails import emails
from hub.redaction.folding import Folded, folded
from hub.redaction.hits import Hit, Sensitive, merged
from hub.redaction.money import amounts
from hub.redaction.names import names
from hub.redaction.numbers import numbers
from hub.redaction.words import words

# A link to somebody's page, as credit for what they wrote.
_CREDIT = re.compile(r"\[((?:[^\[\]\\]|\\.){1,200})\]\(/people/([a-z0-9._-]{1,60})\)")
# A link that is itself an address or a number: nothing would be left of it.
_CONTACT_LINK = re.compile(r"!?\[[^\[\]\n]{0,300}\]\((?:mailto|tel|sms):[^()\s]{1,300}\)", re.IGNORECASE)
# Addresses of ours hold ids and dates, which are nobody's number.
_OWN_ADDRESS = re.compile(
    r"\]\((/(?:threads|articles|files|people)/[^()\s]{0,300})\)|\[\[(?:thread|article):[^\]\n]{1,60}\]\]"
)
_SHORTEST_PART = 3


@dataclass(frozen=True)
class Directory:
    """The people of the hub, whose names are looked for; their `names` by handle."""

    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def wanted(self) -> Collection[str]:
        """What to look for, folded: whole names, and the parts of those in Latin letters that are no ordinary words."""
        whole = {folded(name).text.casefold() for name in self.names.values()}
        parts = {
            part for name in whole for part in name.split() if len(part) >= _SHORTEST_PART and part.isalpha()
        }
        return whole | {part for part in parts - words("ambiguous") - words("ordinary") if not _is_han(part)}


def find(source: str, directory: Directory | None = None, confidential: Source | None = None) -> list[Hit]:
    """The sensitive passages of a Markdown text, in order, not overlapping, with their places in `source`.

    What stands in a `confidential` source, too, is among them. Credit to one of the people of the `directory`, a link
    to their page under their own name, is not. It rather finds too much than too little. 100,000 characters take about
    a second: call it away from the event loop.
    """
    text = folded(source)
    hits = merged(_placed(source, text, directory or Directory(), confidential or Source()))
    return [hit for hit in hits if source[hit.start : hit.end].strip()]


def _placed(source: str, text: Folded, directory: Directory, confidential: Source) -> Iterator[Hit]:
    """The hits with their places in the source, grown to the links that they are the whole of."""
    thanked = [match.span() for match in _CREDIT.finditer(source) if _is_credit(match, directory)]
    own = [match.span() for match in _OWN_ADDRESS.finditer(source)]
    links = [match.span() for match in _CONTACT_LINK.finditer(source)]
    for hit in chain(_found(text.text, directory.wanted), copied(text.text, confidential)):
        start, end = text.span(hit.start, hit.end)
        if _inside(start, end, own) or (hit.kind is Sensitive.NAME and _inside(start, end, thanked)):
            continue
        for begin, close in links:
            if begin <= start and end <= close:
                start, end = begin, close
        yield Hit(start, end, hit.kind, hit.value)


def _found(text: str, wanted: Collection[str]) -> Iterator[Hit]:
    yield from emails(text)
    yield from numbers(text)
    yield from amounts(text)
    yield from names(text, wanted)
    yield from chinese_names(text, wanted)


def _is_credit(match: re.Match[str], directory: Directory) -> bool:
    """Whether a link shows the name of the very person it leads to, and so nobody else's."""
    name = directory.names.get(match.group(2))
    return name is not None and re.sub(r"\\(.)", r"\1", match.group(1)) == name


def _inside(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(begin <= start and end <= close for begin, close in spans)


def _is_han(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)
