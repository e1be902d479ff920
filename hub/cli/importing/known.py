"""Who and what imported texts need: looked up, or made, once a run."""

import re
from collections.abc import Iterable

from discussions import spaces
from discussions.models import Space
from hub.accounts.models import User
from hub.accounts.operations import ensure_placeholder
from hub.audiences.operations import everyone
from hub.identity import Reader, reader_for_import
from hub.vocabulary.models import Term
from hub.vocabulary.operations import ensure_tag

LONGEST_SPACE = 100


class Known:
    """The authors, tags and spaces met so far."""

    def __init__(self) -> None:
        self._authors: dict[str, Reader] = {}
        self._tags: dict[str, Term] = {}
        self._spaces: dict[str, Space] = {}

    async def author(self, name: str) -> Reader:
        """The person whose e-mail address `name` is, or an inactive placeholder of that name.

        Names and handles of other places prove nothing: a stranger's text must not stand under a colleague's name.
        """
        if name not in self._authors:
            user = await User.get_or_none(email=name.lower()) if "@" in name else None
            self._authors[name] = await reader_for_import(user or await ensure_placeholder(name))
        return self._authors[name]

    async def tags(self, names: Iterable[str]) -> list[Term]:
        """The tags of these names, made when there are none."""
        for name in names:
            if name not in self._tags:
                self._tags[name] = await ensure_tag(name)
        return [self._tags[name] for name in names]

    async def space(self, name: str) -> Space:
        """The space of this name, made for everyone to read when there is none."""
        if name not in self._spaces:
            self._spaces[name] = await Space.get_or_none(name=name) or await spaces.create(
                None, name=name, slug=await _free_slug(name), audience=await everyone()
            )
        return self._spaces[name]

    def forget(self) -> None:
        """What was made may have been undone: look everything up again."""
        self._authors.clear()
        self._tags.clear()
        self._spaces.clear()


async def _free_slug(name: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50].strip("-") or "space"
    slug, number = base, 1
    while await Space.exists(slug=slug):
        number += 1
        slug = f"{base}-{number}"
    return slug
