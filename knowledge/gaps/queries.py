"""The gaps that a reader may see, each with who fills it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from hub.i18n import _, ngettext
from hub.identity import Reader
from hub.vocabulary.models import Term
from knowledge.flags.queries import open_flags
from knowledge.gaps import policy
from knowledge.gaps.missed_searches import SHOWN_FROM
from knowledge.gaps.subjects import Subject, subject_of
from knowledge.library.grid import GridFilter, grid
from knowledge.models import Article, Confidence, Gap, GapKind, MissedSearch
from knowledge.policy import visible_to as visible_articles
from knowledge.reviews.queries import terms_by_id
from knowledge.verification.standing import Standing, standing_is

# Of each kind; whoever has filled these comes back for the next.
MOST = 30


@dataclass(frozen=True)
class Item:
    """Something that is missing: in words, where it is looked at, and where it is filled."""

    subject: Subject
    title: str
    detail: str
    url: str
    action: str
    action_url: str
    gap: Gap | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Gaps:
    """Every kind with its items; `mine` and `done` are gaps that somebody fills or has filled."""

    searches: list[Item] = field(default_factory=list)
    flagged: list[Item] = field(default_factory=list)
    stale: list[Item] = field(default_factory=list)
    cells: list[Item] = field(default_factory=list)
    mine: list[Item] = field(default_factory=list)
    done: list[Item] = field(default_factory=list)


async def all_gaps(reader: Reader) -> Gaps:
    """What is missing at this moment, as far as `reader` may know."""
    rows = await policy.visible_to(reader).select_related("assignee", "article").order_by("-id").limit(500)
    held = {subject_of(gap): gap for gap in rows if gap.done_at is None}
    done = {subject_of(gap): gap for gap in rows if gap.done_at}
    terms = await terms_by_id()
    found = Gaps(
        searches=await _searches(reader, held),
        flagged=await _flagged(reader),
        stale=await _stale(reader),
        cells=await _cells(reader),
    )
    shown = {
        name: [_held(item, held) for item in items if item.subject not in done or item.subject in held][:MOST]
        for name, items in (
            ("searches", found.searches),
            ("flagged", found.flagged),
            ("stale", found.stale),
            ("cells", found.cells),
        )
    }
    return Gaps(
        **shown,
        mine=[
            item
            for item in _described(held.values(), terms)
            if item.gap and item.gap.assignee_id == reader.id
        ],
        done=_described(sorted(done.values(), key=_done_at, reverse=True)[:MOST], terms),
    )


async def titles(reader: Reader, ids: Iterable[int]) -> dict[int, str]:
    """What the gaps are about, by id, of those that `reader` may see."""
    gaps = await policy.visible_to(reader).filter(id__in=list(ids)).select_related("article", "assignee")
    described = _described(gaps, await terms_by_id())
    return {item.gap.id: item.title for item in described if item.gap}


def _held(item: Item, held: Mapping[Subject, Gap]) -> Item:
    return Item(**{**vars(item), "gap": held.get(item.subject)})


def _done_at(gap: Gap) -> Any:
    return gap.done_at


async def _searches(reader: Reader, held: Mapping[Subject, Gap]) -> list[Item]:
    if not policy.may_see_searches(reader):
        return []
    rows = await MissedSearch.filter(asked__gte=SHOWN_FROM).order_by("-asked", "-last_at").limit(2 * MOST)
    found = [_search(row.query, row.locale, row) for row in rows]
    known = {item.subject for item in found}
    others = [subject for subject in held if subject.kind is GapKind.SEARCH and subject not in known]
    return found + [_search(subject.query, subject.locale) for subject in others]


def _search(query: str, locale: str, row: MissedSearch | None = None) -> Item:
    times = ngettext("searched for %(num)s time", "searched for %(num)s times", row.asked) if row else ""
    return Item(
        Subject(GapKind.SEARCH, query=query, locale=locale),
        title=_("“%(words)s” finds nothing") % {"words": query},
        detail=times % {"num": row.asked} if row else "",
        url=f"/search?{urlencode({'q': query})}",
        action=_("Write it"),
        action_url="/articles/new",
        at=row.last_at if row else None,
    )


async def _flagged(reader: Reader) -> list[Item]:
    counts = await open_flags(reader)
    articles = (
        await visible_articles(reader).filter(id__in=list(counts)).order_by("-edited_at").limit(2 * MOST)
    )
    return [
        _article(
            GapKind.FLAGGED,
            article,
            ngettext("%(num)s open flag", "%(num)s open flags", counts[article.id])
            % {"num": counts[article.id]},
        )
        for article in articles
        if article.confidence is not Confidence.ARCHIVED
    ]


async def _stale(reader: Reader) -> list[Item]:
    expired = visible_articles(reader).filter(standing_is(Standing.EXPIRED))
    return [
        _article(GapKind.STALE, article, _("to be checked again since"), article.verified_until)
        for article in await expired.order_by("verified_until", "id").limit(2 * MOST)
    ]


def _article(kind: GapKind, article: Article, detail: str, at: datetime | None = None) -> Item:
    return Item(
        Subject(kind, article_id=article.id),
        title=article.title,
        detail=detail,
        url=f"/articles/{article.id}",
        action=_("Look at it"),
        action_url=f"/articles/{article.id}#trust",
        at=at,
    )


async def _cells(reader: Reader) -> list[Item]:
    shown = await grid(reader, GridFilter())
    return [_cell(cell.row, cell.column) for row in shown.rows for cell in row.cells if not cell.tally.n]


def _cell(row: Term, column: Term) -> Item:
    query = urlencode({term.facet.value: term.key for term in (row, column)})
    return Item(
        Subject(GapKind.CELL, row_id=row.id, column_id=column.id),
        title=f"{row.name} × {column.name}",
        detail=_("no case yet"),
        url=f"/library/cases?{query}",
        action=_("Write it"),
        action_url=f"/articles/new?kind=success&{query}",
    )


def _described(gaps: Iterable[Gap], terms: Mapping[int, Term]) -> list[Item]:
    """Gaps that somebody fills, in words, whether they are still there or not."""
    return [Item(**{**vars(item), "gap": gap}) for gap in gaps if (item := _describe(gap, terms))]


def _describe(gap: Gap, terms: Mapping[int, Term]) -> Item | None:
    if gap.kind is GapKind.SEARCH:
        return _search(gap.query, gap.locale)
    if gap.article is not None:
        detail = _("flagged") if gap.kind is GapKind.FLAGGED else _("to be checked again")
        return _article(gap.kind, gap.article, detail)
    row, column = terms.get(gap.row_id or 0), terms.get(gap.column_id or 0)
    return _cell(row, column) if row and column else None
