"""What an article said before, and what each revision changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from hub.accounts.models import User
from hub.computing import compute
from hub.i18n import _
from hub.identity import Reader
from hub.text.differences import Line, differences
from hub.vocabulary.models import Term
from knowledge import kinds
from knowledge.models import Article, ArticleRevision, Suggestion

REVISIONS_ON_A_PAGE = 20
# A page ends early after this many lines: one of thirty thousand keeps the server and the browser busy for seconds.
LINES_ON_A_PAGE = 2_000


@dataclass(frozen=True)
class Change:
    """What became of one field: of a line `before` and `after`, of a text its `lines`."""

    label: str
    before: str = ""
    after: str = ""
    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Step:
    """One revision: who made it when, and what it changed. The first one has no changes.

    `approved_by` let it in, when its author had suggested it.
    """

    number: int
    author: User
    approved_by: User | None
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
    approvals = Suggestion.filter(revision_id__in=[one.id for one in found]).select_related("decided_by")
    approved_by = {one.revision_id: one.decided_by for one in await approvals}
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
                approved_by=approved_by.get(revision.id),
                at=revision.created_at,
                note=revision.note,
                restored=revision.restored,
                changes=changes,
            )
        )
    return History(steps, steps[-1].number if len(steps) < len(found) else None)


async def changes_between(reader: Reader, article: Article, number: int, later: int) -> list[Change]:
    """What changed from revision `number` to revision `later`; everything when there is no revision `number`."""
    revisions = await ArticleRevision.filter(article=article, number__in=[number, later]).order_by("number")
    before = revisions[0] if len(revisions) > 1 else ArticleRevision(title="", content={}, terms=[])
    return await changes_of(reader, article, before, revisions[-1])


async def changes_of(
    reader: Reader, article: Article, before: ArticleRevision, after: ArticleRevision
) -> list[Change]:
    """What differs between two states of an article, stored or not, as far as `reader` may see it."""
    compare = await _comparing(reader, article, [before, after])
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
