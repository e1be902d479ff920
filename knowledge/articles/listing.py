"""Lists of articles: filters for every field they are filed under, pages by cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from pydantic import Field
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from discussions.filing import Word, by_facet
from hub.accounts.models import User
from hub.accounts.naming import Handle
from hub.api import Moment, Paging, RowId, decode_cursor, encode_cursor
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import find_terms
from knowledge import kinds, policy
from knowledge.models import Article, Confidence
from knowledge.sources import changed_sources


class ArticleFilter(Paging):
    """What of the list is asked for: terms by key, name, nickname or id, an owner by handle.

    Archived articles are listed only when they are asked for.
    """

    kind: Word | None = None
    confidence: Confidence | None = None
    owner: Handle | None = None
    product: Word | None = None
    competitor: Word | None = None
    stage: Word | None = None
    personality: Word | None = None
    size: Word | None = None
    industry: Word | None = None
    purchasing_power: Word | None = None
    tag: list[Word] = Field(default_factory=list, max_length=10)

    def words(self, facet: Facet) -> list[str]:
        """What was asked of one facet."""
        if facet is Facet.TAG:
            return list(self.tag)
        word: str | None = getattr(self, facet.value)
        return [word] if word else []

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return sum(len(self.words(facet)) for facet in Facet) + sum(
            map(bool, (self.kind, self.confidence, self.owner))
        )

    def query(self, **changes: str | None) -> str:
        """The query string of this list with some parameters changed (None: left out) and from its beginning."""
        kept = self.model_dump(exclude_defaults=True, exclude={"cursor", "limit"}, mode="json") | changes
        return urlencode({name: value for name, value in kept.items() if value is not None}, doseq=True)


@dataclass(frozen=True)
class Listed:
    """A page of the list, owners and terms loaded; `cursor` leads to the next one."""

    articles: list[Article]
    cursor: str | None


@dataclass(frozen=True)
class Card:
    """An article in a list. `states` are the keys of its badges besides the confidence."""

    id: int
    url: str
    title: str
    summary: str
    kind_label: str
    confidence: Confidence
    owner: User
    updated_at: datetime
    tags: list[str]
    states: list[str]


async def list_articles(reader: Reader, wanted: ArticleFilter) -> Listed:
    """The visible articles that a filter asks for, the last edited first."""
    articles = await _filtered(reader, wanted)
    if wanted.cursor:
        at, id_ = decode_cursor(wanted.cursor, tuple[Moment, RowId])
        articles = articles.filter(Q(edited_at__lt=at) | Q(edited_at=at, id__lt=id_))
    found = await (
        articles.order_by("-edited_at", "-id")
        .limit(wanted.limit + 1)
        .select_related("owner", "author", "audience")
        .prefetch_related("terms")
    )
    page = found[: wanted.limit]
    more = len(found) > wanted.limit
    return Listed(page, encode_cursor(page[-1].edited_at.isoformat(), page[-1].id) if more else None)


async def _filtered(reader: Reader, wanted: ArticleFilter) -> QuerySet[Article]:
    articles = policy.visible_to(reader)
    if wanted.confidence:
        articles = articles.filter(confidence=wanted.confidence)
    else:
        articles = articles.exclude(confidence=Confidence.ARCHIVED)
    if wanted.kind:
        articles = articles.filter(kind=kinds.find(wanted.kind).key)
    if wanted.owner:
        articles = articles.filter(owner__handle=wanted.owner)
    for term in await _wanted_terms(wanted):
        articles = articles.filter(id__in=Subquery(Article.filter(terms__id=term.id).values("id")))
    return articles


async def _wanted_terms(wanted: ArticleFilter) -> list[Term]:
    found: list[Term] = []
    errors: dict[str, str] = {}
    for facet in Facet:
        try:
            found += await find_terms(facet, wanted.words(facet))
        except InvalidInput as error:
            errors[facet.value] = next(iter(error.errors.values()))
    if errors:
        raise InvalidInput(errors)
    return found


async def cards(reader: Reader, articles: Sequence[Article]) -> list[Card]:
    """Articles, loaded with owners and terms, as cards in the same order."""
    changed = await changed_sources(reader, articles)
    return [
        Card(
            id=article.id,
            url=f"/articles/{article.id}",
            title=article.title,
            summary=article.summary,
            kind_label=_(kinds.get(article.kind).label),
            confidence=article.confidence,
            owner=article.owner,
            updated_at=article.edited_at,
            tags=[term.name for group in by_facet(article.terms).values() for term in group],
            states=["source_changed"] if article.id in changed else [],
        )
        for article in articles
    ]


async def owners(reader: Reader) -> list[User]:
    """Everybody who owns an article that the reader may see."""
    ids = policy.visible_to(reader).values("owner_id")
    return await User.filter(id__in=Subquery(ids)).order_by("name", "id")
