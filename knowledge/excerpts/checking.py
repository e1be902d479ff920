"""Which excerpts an article may hold: of parts that are there, and never of itself, by whatever way."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hub.computing import compute
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.markdown.excerpts import excerpts, marks
from knowledge.excerpts.naming import find_part, parts_by_name, visible_sources
from knowledge.excerpts.showing import DEEPEST
from knowledge.models import Article

MOST_EXCERPTS = 20
"""The most excerpts of one article."""


async def check(
    actor: Reader,
    parts: Sequence[Mapping[str, str]],
    *,
    article: Article | None = None,
    known: Iterable[Mapping[str, Any]] = (),
) -> None:
    """InvalidInput by field for excerpts in rendered `parts` that `article`, or a new one, may not hold.

    Those that stand in the `known` contents may stay, whether or not `actor` may see what they show.
    """
    held = [(part["field"], key, name) for part in parts for key, name in excerpts(part["html"])]
    if not held:
        return
    present = {
        mark
        for content in known
        for text in content.values()
        if isinstance(text, str)
        for mark in marks(text)
    }
    if len(held) > MOST_EXCERPTS:
        raise InvalidInput(
            {held[-1][0]: _("An article holds at most %(most)s excerpts.") % {"most": MOST_EXCERPTS}}
        )
    sources = await visible_sources(actor, {key for _field, key, _name in held})
    errors: dict[str, str] = {}
    for field, key, name in held:
        source = sources.get(key)
        if (key, name) in present and source is None:
            continue
        if source is None:
            errors[field] = _("An excerpt names an article that you cannot see.")
        elif article and source.id == article.id:
            errors[field] = _("An article cannot hold an excerpt of itself.")
        elif await find_part(source, name) is None and (key, name) not in present:
            errors[field] = _("“%(title)s” has no part named “%(name)s”.") % {
                "title": source.title,
                "name": name,
            }
        elif trouble := await _trouble(actor, source, name, article):
            errors[field] = trouble
    if errors:
        raise InvalidInput(errors)


async def _trouble(actor: Reader, source: Article, name: str, article: Article | None) -> str:
    """What is wrong with the excerpts inside of an excerpt, as far as `actor` may see them."""
    part = await find_part(source, name)
    inside = excerpts(part.html) if part else []
    for _level in range(1, DEEPEST):
        if not inside:
            return ""
        found = await visible_sources(actor, {key for key, _name in inside})
        if article and any(one.id == article.id for one in found.values()):
            return _("By way of “%(title)s”, the article would show an excerpt of itself.") % {
                "title": source.title
            }
        named = {key: await compute(parts_by_name, one) for key, one in found.items()}
        parts = [named[key].get(name) for key, name in inside if key in named]
        inside = [one for part in parts if part for one in excerpts(part.html)]
    if not inside:
        return ""
    return _("“%(title)s” holds excerpts that hold excerpts: at most %(most)s levels are shown.") % {
        "title": source.title,
        "most": DEEPEST,
    }
