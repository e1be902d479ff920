"""One article as somebody reads it, and what it said before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from discussions.models import Thread
from hub.accounts.models import User
from hub.computing import compute
from hub.errors import NotFound
from hub.i18n import _
from hub.identity import Reader
from hub.text.differences import Line, differences
from hub.vocabulary.models import FACET_LABELS, Facet, Term
from hub.vocabulary.queries import by_facet
from knowledge import kinds, policy
from knowledge.models import Article, ArticleRevision
from knowledge.sources import changed_sources, visible_threads

# What a PostgreSQL bigint holds; a larger number in an address names nothing.
LARGEST_ID = 2**63 - 1
REVISIONS_ON_A_PAGE = 20
# A page ends early after this many lines: one of thirty thousand keeps the server and the browser busy for seconds.
LINES_ON_A_PAGE = 2_000


@dataclass(frozen=True)
class Part:
    """One field of an article as it is read."""

    field: str
    label: str
    html: Markup


@dataclass(frozen=True)
class Fact:
    """What the article is filed under, with the list of articles that share it."""

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
    facts: list[Fact]
    tags: list[Fact]
    sources: list[Source]
    may_edit: bool
    may_steward: bool

    @property
    def source_changed(self) -> bool:
        return any(source.changed for source in self.sources)


async def find_article(reader: Reader, article_id: int) -> Article:
    """A visible article with all it takes to show it; NotFound otherwise."""
    if article_id > LARGEST_ID:
        raise NotFound
    article = (
        await policy.visible_to(reader)
        .select_related("owner", "author", "audience", "validated_by")
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
        # Sanitised when it was written.
        parts=[
            Part(name, _(labels[name]), Markup(part["html"]))  # noqa: S704
            for part in article.parts
            for name in [part["field"]]
        ],
        facts=[_fact(term) for group in grouped.values() for term in group],
        tags=[_fact(term) for term in tags],
        sources=[Source(thread, thread.id in changed) for thread in await visible_threads(reader, article)],
        may_edit=policy.may_edit(reader, article),
        may_steward=policy.may_steward(reader, article),
    )


def _fact(term: Term) -> Fact:
    query = urlencode({term.facet.value: term.key})
    return Fact(_(FACET_LABELS[term.facet]), term.name, f"/articles?{query}")


@dataclass(frozen=True)
class Change:
    """What became of one field: of a line `before` and `after`, of a text its `lines`."""

    label: str
    before: str = ""
    after: str = ""
    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Step:
    """One revision: who made it when, and what it changed. The first one has no changes."""

    number: int
    author: User
    at: datetime
    note: str
    restored: int | None
    changes: list[Change]


@dataclass(frozen=True)
class History:
    """A page of steps, newest first; `older` is the number below which the next page begins."""

    steps: list[Step]
    older: int | None


async def history_of(reader: Reader, article: Article, *, below: int | None = None) -> History:
    """The revisions of an article, each with what it changed as far as `reader` may see it."""
    revisions = ArticleRevision.filter(article=article).order_by("-number").select_related("author")
    if below is not None:
        revisions = revisions.filter(number__lt=below)
    found = await revisions.limit(REVISIONS_ON_A_PAGE + 1)
    compare = await _comparing(reader, article, found)
    steps: list[Step] = []
    lines = 0
    for revision, earlier in zip(found, [*found[1:], None], strict=True):
        if len(steps) == REVISIONS_ON_A_PAGE or lines > LINES_ON_A_PAGE:
            break
        changes = await compute(compare, earlier, revision) if earlier else []
        lines += sum(len(change.lines) for change in changes)
        steps.append(
            Step(
                number=revision.number,
                author=revision.author,
                at=revision.created_at,
                note=revision.note,
                restored=revision.restored,
                changes=changes,
            )
        )
    return History(steps, steps[-1].number if len(steps) < len(found) else None)


async def find_revision(article: Article, number: int) -> tuple[ArticleRevision, list[Term]] | None:
    """A revision with those of its terms that still exist."""
    revision = await ArticleRevision.get_or_none(article=article, number=number)
    return (revision, await Term.filter(id__in=revision.terms)) if revision else None


async def changes_between(reader: Reader, article: Article, number: int, later: int) -> list[Change]:
    """What changed from revision `number` to revision `later`; everything when there is no revision `number`."""
    revisions = await ArticleRevision.filter(article=article, number__in=[number, later]).order_by("number")
    compare = await _comparing(reader, article, revisions)
    before, after = (
        revisions[0] if len(revisions) > 1 else ArticleRevision(title="", content={}, terms=[]),
        revisions[-1],
    )
    return await compute(compare, before, after)


async def _comparing(
    reader: Reader, article: Article, revisions: Sequence[ArticleRevision]
) -> Callable[[ArticleRevision, ArticleRevision], list[Change]]:
    """What compares two of the revisions, with everything that it has to look up."""
    kind = kinds.get(article.kind)
    targets = await kinds.targets_of(reader, kind, [revision.content for revision in revisions])
    return partial(_changes, kind, await _term_names(revisions), targets)


def _changes(
    kind: kinds.Kind,
    names: Mapping[int, str],
    targets: kinds.Targets,
    before: ArticleRevision,
    after: ArticleRevision,
) -> list[Change]:
    found = []
    if before.title != after.title:
        found.append(Change(_("Title"), before.title, after.title))
    earlier, later = (kinds.told(kind, state.content, targets) for state in (before, after))
    for field in kind.fields:
        old, new = earlier[field.name], later[field.name]
        if old != new and (field.prose or "\n" in old + new):
            found.append(Change(_(field.label), lines=differences(old, new)))
        elif old != new:
            found.append(Change(_(field.label), old, new))
    old, new = (", ".join(names[id_] for id_ in state.terms if id_ in names) for state in (before, after))
    if old != new:
        found.append(Change(_("Filed under"), old, new))
    return found


async def _term_names(revisions: Sequence[ArticleRevision]) -> dict[int, str]:
    """Names in the current language of the terms that the revisions were filed under."""
    ids = {id_ for revision in revisions for id_ in revision.terms}
    return {term.id: term.name for term in await Term.filter(id__in=list(ids))} if ids else {}
