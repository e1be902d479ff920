"""What of an article can be shown elsewhere: its fields, and what stands under the headings in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from hub.computing import compute
from hub.i18n import _
from hub.identity import Reader
from hub.markdown.excerpts import sections, without_ids
from knowledge import kinds, policy
from knowledge.models import Article


@dataclass(frozen=True)
class NamedPart:
    """A part of an article. `mark` is what a text shows it by; `anchor` is where it stands on the article's page."""

    article: Article
    name: str
    label: str
    html: str
    anchor: str

    @property
    def mark(self) -> str:
        return f"![[article:{self.article.uid}#{self.name}]]"

    @property
    def url(self) -> str:
        return f"/articles/{self.article.id}#{self.anchor}"


def named_parts(article: Article) -> list[NamedPart]:
    """The parts of an article in their order; of two with the same name the first counts."""
    labels = {field.name: _(field.label) for field in kinds.get(article.kind).fields}
    parts: list[NamedPart] = []
    for part in article.parts:
        field = part["field"]
        parts.append(NamedPart(article, field, labels[field], without_ids(part["html"]), field))
        parts += [
            NamedPart(article, one.name, one.heading, one.html, field) for one in sections(part["html"])
        ]
    return parts


def parts_by_name(article: Article) -> dict[str, NamedPart]:
    """The same by their names. Of a long article it takes a while."""
    return {part.name: part for part in reversed(named_parts(article))}


async def find_part(article: Article, name: str) -> NamedPart | None:
    """The part of that name, looked for away from the event loop."""
    return (await compute(parts_by_name, article)).get(name)


async def visible_sources(reader: Reader, keys: Iterable[str]) -> Mapping[str, Article]:
    """The articles that `keys`, uids or ids as text, name and `reader` may read."""
    asked = set(keys)
    by_id = {int(key): key for key in asked if key.isdigit()}
    by_uid = {UUID(key): key for key in asked if "-" in key}
    if not asked:
        return {}
    visible = policy.visible_to(reader)
    found: dict[str, Article] = {}
    if by_id:
        found |= {by_id[one.id]: one for one in await visible.filter(id__in=list(by_id))}
    if by_uid:
        found |= {by_uid[one.uid]: one for one in await visible.filter(uid__in=list(by_uid))}
    return found
