"""Lists of articles: filters for every field they are filed under, pages by cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q, Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from hub.accounts.models import User
from hub.accounts.naming import Handle
from hub.api import latest_first
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.filtering import TermFilter
from hub.vocabulary.queries import Word, by_facet
from knowledge import kinds, policy
from knowledge.models import Article, Confidence
from knowledge.sources import changed_sources
from knowledge.uses.evidence import in_words, tallies_of
from knowledge.verification.standing import Standing, standing, standing_is

# Of two thousand people a filter offers those that one is likely to look for; everybody's page leads to their articles.
OWNERS_OFFERED = 100


class ArticleFilter(TermFilter):
    """What of the list is asked for: terms by key, name, nickname or id, an owner by handle.

    `confidence` is how they stand now. Archived ones and those whose time is over are listed only when they are asked
    for.
    """

    kind: Word | None = None
    confidence: Standing | None = None
    owner: Handle | None = None

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return super().chosen + sum(map(bool, (self.kind, self.confidence, self.owner)))


@dataclass(frozen=True)
class Listed:
    """A page of the list, owners and terms loaded; `cursor` leads to the next one."""

    articles: list[Article]
    cursor: str | None


@dataclass(frozen=True)
class Card:
    """An article in a list. `states` are the keys of its badges besides how it stands, `facts` what its kind adds
    and what came of the cases in which it helped."""

    id: int
    url: str
    title: str
    summary: str
    kind_label: str
    standing: Standing
    owner: User
    updated_at: datetime
    tags: list[str]
    states: list[str]
    facts: list[str]


async def list_articles(reader: Reader, wanted: ArticleFilter) -> Listed:
    """The visible articles that a filter asks for, the last edited first."""
    articles = await _filtered(reader, wanted)
    articles = articles.select_related("owner", "author", "audience", "verifier").prefetch_related("terms")
    return Listed(*await latest_first(articles, "edited_at", wanted))


async def _filtered(reader: Reader, wanted: ArticleFilter) -> QuerySet[Article]:
    articles = policy.visible_to(reader)
    if wanted.confidence:
        articles = articles.filter(standing_is(wanted.confidence))
    else:
        articles = articles.exclude(confidence=Confidence.ARCHIVED).exclude(standing_is(Standing.LAPSED))
    if wanted.kind:
        articles = articles.filter(kind=kinds.find(wanted.kind).key)
    if wanted.owner:
        articles = articles.filter(owner__handle=wanted.owner)
    for term in await wanted.terms():
        articles = articles.filter(id__in=Subquery(Article.filter(terms__id=term.id).values("id")))
    return articles


async def cards(reader: Reader, articles: Sequence[Article]) -> list[Card]:
    """Articles, loaded with owners and terms, as cards in the same order."""
    changed = await changed_sources(reader, articles)
    tallies = await tallies_of(reader, (article.id for article in articles))
    return [
        Card(
            id=article.id,
            url=f"/articles/{article.id}",
            title=article.title,
            summary=article.summary,
            kind_label=_(kinds.get(article.kind).label),
            standing=standing(article),
            owner=article.owner,
            updated_at=article.edited_at,
            tags=[term.name for group in by_facet(article.terms).values() for term in group],
            states=_states(article, source_changed=article.id in changed),
            facts=[*kinds.get(article.kind).card(article.content), *in_words(tallies.get(article.id))],
        )
        for article in articles
    ]


def _states(article: Article, *, source_changed: bool) -> list[str]:
    narrow = [] if article.audience.everyone else ["private"]
    return [*narrow, "source_changed"] if source_changed else narrow


async def owners(reader: Reader, chosen: str | None) -> list[User]:
    """Those who own most of the articles that the reader may see, and who was `chosen` by handle."""
    owned = policy.visible_to(reader).annotate(owned=Count("id")).group_by("owner_id").order_by("-owned")
    ids = [row["owner_id"] for row in await owned.limit(OWNERS_OFFERED).values("owner_id", "owned")]
    return await User.filter(Q(id__in=ids) | Q(handle=chosen)).order_by("name", "id")
