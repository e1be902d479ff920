"""Putting into the places of excerpts what their sources say now, as far as one reader may see it."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from hub.computing import compute
from hub.i18n import current_locale
from hub.identity import Reader
from hub.markdown.excerpts import excerpts, replace_excerpts
from hub.pages import render_text
from knowledge.excerpts.naming import NamedPart, parts_by_name, visible_sources
from knowledge.models import Article

# An excerpt may hold another one, and that a third.
DEEPEST = 3
# So many on one page, all levels together: what includes thrice what includes thrice would grow without end.
MOST_SHOWN = 60


async def fill(reader: Reader, texts: Sequence[str], *, inside: Article | None = None) -> list[str]:
    """Rendered `texts` with their excerpts in place; `inside` is the article that they are of.

    What `reader` may not see, and what does not exist, is one neutral line alike.
    """
    asked = {key for text in texts for key, _name in excerpts(text)}
    if not asked:
        return list(texts)
    known: dict[str, Article] = {}
    for _level in range(DEEPEST):
        found = await visible_sources(reader, asked - known.keys())
        known |= found
        asked = {
            key
            for article in found.values()
            for part in article.parts
            for key, _name in excerpts(part["html"])
        }
    return await compute(_Filling(known).all, texts, inside)


class _Filling:
    def __init__(self, known: Mapping[str, Article]) -> None:
        self._known = known
        self._left = MOST_SHOWN
        # A long source takes a while to be taken apart, and may stand in many places.
        self._parts: dict[str, Mapping[str, NamedPart]] = {}

    def all(self, texts: Sequence[str], inside: Article | None) -> list[str]:
        above = (inside.id,) if inside else ()
        return [self._filled(text, above, DEEPEST) for text in texts]

    def _filled(self, html: str, above: tuple[int, ...], levels: int) -> str:
        return replace_excerpts(html, lambda key, name: self._shown(key, name, above, levels))

    def _shown(self, key: str, name: str, above: tuple[int, ...], levels: int) -> str:
        article = self._known.get(key)
        if article and key not in self._parts:
            self._parts[key] = parts_by_name(article)
        part = self._parts[key].get(name) if article else None
        body = trouble = ""
        if article is None:
            trouble = "unseen"
        elif part is None:
            trouble = "gone"
        elif article.id in above or not levels or not self._left:
            trouble = "nested"
        else:
            self._left -= 1
            body = self._filled(part.html, (*above, article.id), levels - 1)
        return render_text(
            "knowledge/excerpts/excerpt.html",
            current_locale(),
            article=article,
            part=part,
            trouble=trouble,
            # Sanitised when it was written.
            body=Markup(body),  # noqa: S704
        )
