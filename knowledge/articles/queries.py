"""One article as somebody reads it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from discussions.models import Thread
from hub.errors import NotFound
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.models import FACET_LABELS, Facet, Term
from hub.vocabulary.queries import by_facet
from knowledge import kinds, policy
from knowledge.models import Article
from knowledge.sources import changed_sources, visible_threads
from knowledge.tree.queries import children_of, path_of
from knowledge.uses.evidence import Evidence, evidence_of, in_words
from knowledge.uses.queries import Uses, uses_of
from knowledge.verification.standing import Standing, standing

# What a PostgreSQL bigint holds; a larger number in an address names nothing.
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Part:
    """One field of an article as it is read."""

    field: str
    label: str
    html: Markup


@dataclass(frozen=True)
class Fact:
    """What the article is filed under, and the page that it leads to."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class Source:
    """A thread that the article was made of; `changed` since somebody last compared the two."""

    thread: Thread
    changed: bool


@dataclass(frozen=True)
class ArticlePage:
    """An article with everything its page shows to one reader; `extra` is what its kind adds."""

    article: Article
    kind: kinds.Kind
    kind_label: str
    content: dict[str, Any]
    values: list[kinds.Value]
    parts: list[Part]
    extra: Any
    path: list[Article]
    children: list[Article]
    facts: list[Fact]
    tags: list[Fact]
    sources: list[Source]
    evidence: Evidence
    uses: Uses
    may_edit: bool
    may_suggest: bool
    may_steward: bool
    may_verify: bool
    may_flag: bool

    @property
    def standing(self) -> Standing:
        return standing(self.article)

    @property
    def evidence_words(self) -> list[str]:
        """What came of the cases in which it helped, in one line."""
        return in_words(self.evidence.total if self.evidence.total.n else None)

    @property
    def evidence_labels(self) -> dict[Facet, str]:
        """How the tables of the evidence are called."""
        return {facet: _(FACET_LABELS[facet]) for facet in self.evidence.lines}

    @property
    def source_changed(self) -> bool:
        return any(source.changed for source in self.sources)


async def find_article(reader: Reader, article_id: int) -> Article:
    """A visible article with all it takes to show it; NotFound otherwise."""
    if article_id > LARGEST_ID:
        raise NotFound
    article = (
        await policy.visible_to(reader)
        .select_related("owner", "author", "audience", "validated_by", "verifier")
        .prefetch_related("terms")
        .get_or_none(id=article_id)
    )
    if article is None:
        raise NotFound
    return article


async def article_page(reader: Reader, article_id: int) -> ArticlePage:
    """The page of a visible article; NotFound otherwise."""
    article = await find_article(reader, article_id)
    kind = kinds.get(article.kind)
    labels = {field.name: field.label for field in kind.fields}
    targets = await kinds.targets_of(reader, kind, [article.content])
    changed = (await changed_sources(reader, [article])).get(article.id, set())
    grouped = by_facet(article.terms)
    tags = grouped.pop(Facet.TAG, [])
    return ArticlePage(
        article=article,
        kind=kind,
        kind_label=_(kind.label),
        content=kinds.seen(kind, article.content, targets),
        values=kinds.values(kind, article.content, targets),
        extra=await kind.load(reader, article) if kind.load else None,
        path=await path_of(reader, article),
        children=await children_of(reader, article),
        # Sanitised when it was written.
        parts=[
            Part(name, _(labels[name]), Markup(part["html"]))  # noqa: S704
            for part in article.parts
            for name in [part["field"]]
        ],
        facts=[_fact(term) for group in grouped.values() for term in group],
        tags=[_fact(term) for term in tags],
        sources=[Source(thread, thread.id in changed) for thread in await visible_threads(reader, article)],
        evidence=await evidence_of(reader, article.id),
        uses=await uses_of(reader, article),
        may_edit=policy.may_edit(reader, article),
        may_suggest=policy.may_suggest(reader, article),
        may_steward=policy.may_steward(reader, article),
        may_verify=policy.may_verify(reader, article),
        may_flag=policy.may_flag(reader, article),
    )


def _fact(term: Term) -> Fact:
    if term.facet is Facet.COMPETITOR:
        return Fact(_(FACET_LABELS[term.facet]), term.name, f"/rivals/of/{term.id}")
    query = urlencode({term.facet.value: term.key})
    return Fact(_(FACET_LABELS[term.facet]), term.name, f"/articles?{query}")
