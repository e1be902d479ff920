"""Where a link may lead, and what of ours it names."""

import re
from dataclasses import dataclass
from typing import Literal, cast
from uuid import UUID

Kind = Literal["thread", "article", "defect", "topic"]

LONGEST_ADDRESS = 2000

UID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
KEY = rf"(?:{UID}|[1-9][0-9]{{0,17}})"
"""What names a thing in a reference: its `uid` or its number on this hub."""
NAMED = rf"(?:(thread|article):({KEY})|(defect):(D-[0-9A-HJKMNP-TV-Z]{{8}})|(topic):({UID}))"
"""A kind of thing and what names it. Reports and topics have no numbers, which would tell how many there are."""


EXCERPT = re.compile(rf"!\[\[article:({KEY})#([\w-]{{1,80}})\]\]")
"""The mark of a part of an article that is shown where the mark stands."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing of ours that a text points at; its title is looked up for each reader, never stored here."""

    kind: Kind
    key: str
    fragment: str = ""

    @property
    def label(self) -> str:
        """What readers see until they are shown the title; the same in every language."""
        if self.kind == "defect":
            return self.key
        return f"#{self.key}" if self.key.isdigit() else f"#…{self.key[-6:]}"

    @property
    def attributes(self) -> dict[str, str | int | float]:
        """The attributes of the link."""
        return {
            "class": "reference",
            "href": f"/references/{self.kind}/{self.key}{self.fragment}",
            "data-reference": f"{self.kind}:{self.key}",
        }


def is_allowed(address: str) -> bool:
    """Whether a normalised address has a scheme that only ever opens a page or a mail."""
    if len(address) > LONGEST_ADDRESS:
        return False
    scheme = _SCHEME.match(address)
    return not scheme or scheme.group(1).lower() in ("http", "https", "mailto")


def without_base(address: str, base_url: str) -> str:
    """`address` as a path when it lies on this hub."""
    base_url = base_url.rstrip("/")
    rest = address.removeprefix(base_url)
    return (rest or "/") if base_url and rest != address and rest[:1] in ("", "/", "?", "#") else address


def is_external(address: str) -> bool:
    """Whether a browser leaves this hub for `address`."""
    return bool(_EXTERNAL.match(address))


def reference_to(path: str) -> Reference | None:
    """What of ours the page at `path` is about."""
    for kind, page in _PAGES.items():
        if match := page.fullmatch(path):
            key = match.group(1)
            return Reference(kind, key if kind == "defect" else key.lower(), match.group(2) or "")
    return None


def named(match: re.Match[str]) -> Reference:
    """What a match of `NAMED` names."""
    kind, key = (group for group in match.groups() if group)
    return Reference(cast(Kind, kind), key if kind == "defect" else key.lower())


def file_at(path: str) -> UUID | None:
    """The uploaded file that is served at `path`."""
    match = _FILE.fullmatch(path)
    return UUID(match.group(1)) if match else None


_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_EXTERNAL = re.compile(r"https?:|//", re.IGNORECASE)
_FRAGMENT = "/?(#[A-Za-z0-9_-]{1,64})?"
_PAGES: dict[Kind, re.Pattern[str]] = {
    "thread": re.compile(rf"/threads/({KEY}){_FRAGMENT}"),
    "article": re.compile(rf"/articles/({KEY}){_FRAGMENT}"),
    "defect": re.compile(rf"/defects/(D-[0-9A-HJKMNP-TV-Z]{{8}}){_FRAGMENT}"),
    "topic": re.compile(rf"/topics/({UID}){_FRAGMENT}"),
}
_FILE = re.compile(rf"/files/({UID})")
