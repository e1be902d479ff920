"""Pages put together from pieces: what many people see alike is rendered once, and what differs is filled in."""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from markupsafe import Markup

# No text holds a word that it cannot know.
_MARK = f"\x00{secrets.token_hex(8)}\x00"


def slot(name: str) -> Markup:
    """In a template: the place of a piece."""
    return Markup(f"{_MARK}{name}{_MARK}")  # noqa: S704  # no text from outside


@dataclass(frozen=True)
class Piece:
    """A part of a page as it is sent, and a digest that tells it from others."""

    content: bytes
    digest: bytes

    @classmethod
    def of(cls, html: str) -> "Piece":
        content = html.encode()
        return cls(content, _digest(content))


class Skeleton:
    """A rendered page with slots in it. `nav` is the part of the hub that it belongs to."""

    def __init__(self, html: str, nav: str = "") -> None:
        parts = html.split(_MARK)
        self.nav = nav
        self._texts = [text.encode() for text in parts[::2]]
        self._names = parts[1::2]
        self._digest = _digest(b"\x00".join(self._texts))

    def fill(self, pieces: Mapping[str, Piece]) -> bytes:
        """The page with a piece in each slot."""
        page = [self._texts[0]]
        for name, text in zip(self._names, self._texts[1:], strict=True):
            page += (pieces[name].content, text)
        return b"".join(page)

    def tag(self, pieces: Mapping[str, Piece], *, without: Collection[str] = ()) -> str:
        """An entity tag (RFC 9110, 8.8.3) that changes with all that is shown but the pieces named in `without`."""
        digests = [pieces[name].digest for name in self._names if name not in without]
        return f'W/"{_digest(b"".join([self._digest, *digests])).hex()}"'


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=12).digest()
