"""Fields that refer to people, threads or articles."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hub.i18n import _
from hub.pages.forms import told
from hub.text import scalar
from knowledge.kinds.shapes import Typed


@dataclass(frozen=True)
class Reference(Typed):
    """Other things by uid, shown by title only to those who may see them; `noun` is what they are.

    Of people (``person``) one is chosen from a list; threads and articles are given by their addresses.
    """

    noun: str = "thread"

    @property
    def widget(self) -> str:  # type: ignore[override]  # depends on what is referred to
        return "person" if self.noun == "person" else "references"

    def words(self, value: Any) -> str:  # noqa: ARG002  # what it refers to has readers of its own
        return ""

    def keys(self, value: Any) -> list[str]:
        """What a stored value refers to."""
        return [value] if isinstance(value, str) else list(value or [])

    def stored(self, keys: Iterable[str]) -> Any:
        """A value that refers to `keys`, as it is stored."""
        found = list(dict.fromkeys(keys))
        return found if self.noun != "person" else found[0] if found else None

    def clean(self, value: Any) -> Any:
        given = [value] if isinstance(value, str) else value
        if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
            raise told(_("Please give addresses, one a line."))
        keys = [_key(line) for text in given for line in scalar(text).splitlines() if line.strip()]
        if len(keys) > MOST_REFERENCES:
            raise told(_("At most %(count)s can be named here.") % {"count": MOST_REFERENCES})
        return self.stored(keys)


MOST_REFERENCES = 20
_IN_ADDRESS = re.compile(r"(?:^|/)(?:threads|articles|people)/([^/?#\s]+)")


def _key(line: str) -> str:
    """The id, uid or handle in an address or in ``[[thread:…]]``."""
    text = line.strip().strip("[]").rpartition(":")[2] if line.strip().startswith("[[") else line.strip()
    found = _IN_ADDRESS.search(text)
    return (found.group(1) if found else text)[:100]
