"""Where a link may lead, and what of ours it names."""

import re
from dataclasses import dataclass
from typing import Literal, cast
from uuid import UUID

Kind = Literal["thread", "article"]

LONGEST_ADDRESS = 2000

UID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
KEY = rf"(?:{UID}|[1-9][0-9]{{0,17}})"
"""What names a thing in a reference: its `uid` or its number on this hub."""


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
    """The thread or article whose page is at `path`."""
    match = _PAGE.fullmatch(path)
    if not match:
        return None
    kind = {"threads": "thread", "articles": "article"}[match.group(1)]
    return Reference(cast(Kind, kind), match.group(2).lower(), match.group(3) or "")


def file_at(path: str) -> UUID | None:
    """The uploaded file that is served at `path`."""
    match = _FILE.fullmatch(path)
    return UUID(match.group(1)) if match else None


_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_EXTERNAL = re.compile(r"https?:|//", re.IGNORECASE)
_PAGE = re.compile(rf"/(threads|articles)/({KEY})/?(#[A-Za-z0-9_-]{{1,64}})?")
_FILE = re.compile(rf"/files/({UID})")
