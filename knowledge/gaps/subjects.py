"""What a gap is about, and how forms and the API name it."""

from dataclasses import dataclass
from typing import Any

from hub.errors import InvalidInput
from hub.i18n import _
from hub.vocabulary.kept import all_terms
from hub.vocabulary.models import SINGLE_FACETS, Term
from knowledge.articles.queries import LARGEST_ID
from knowledge.models import Gap, GapKind
from knowledge.models.gaps import LONGEST_QUERY

_ARTICLES = (GapKind.FLAGGED, GapKind.STALE)


@dataclass(frozen=True)
class Subject:
    """A flagged or stale article, a cell of the case library, or words that found nothing in a language.

    `name` is such as ``stale:12``, ``cell:3:7`` (ids of terms) or ``search:zh:词``.
    """

    kind: GapKind
    article_id: int | None = None
    row_id: int | None = None
    column_id: int | None = None
    query: str = ""
    locale: str = ""

    @property
    def name(self) -> str:
        if self.kind in _ARTICLES:
            return f"{self.kind}:{self.article_id}"
        if self.kind is GapKind.CELL:
            return f"{self.kind}:{self.row_id}:{self.column_id}"
        return f"{self.kind}:{self.locale}:{self.query}"

    def columns(self) -> dict[str, Any]:
        """The columns of a gap that say the same."""
        return {
            "kind": self.kind,
            "article_id": self.article_id,
            "row_id": self.row_id,
            "column_id": self.column_id,
            "query": self.query,
            "locale": self.locale,
        }


def subject_of(gap: Gap) -> Subject:
    return Subject(gap.kind, gap.article_id, gap.row_id, gap.column_id, gap.query, gap.locale)


async def parse(name: str) -> Subject:
    """The subject that a form names; InvalidInput when it is none. Whether somebody may see it is not asked here."""
    kind, _colon, rest = name.partition(":")
    first, _colon, second = rest.partition(":")
    if kind in _ARTICLES and _is_id(rest):
        return Subject(GapKind(kind), article_id=int(rest))
    if kind == GapKind.CELL and _is_id(first) and _is_id(second):
        row, column = await _term(int(first)), await _term(int(second))
        if row and column and row.facet is not column.facet:
            return Subject(GapKind.CELL, row_id=row.id, column_id=column.id)
    if kind == GapKind.SEARCH and first in ("en", "zh") and 0 < len(second) <= LONGEST_QUERY:
        return Subject(GapKind.SEARCH, query=second, locale=first)
    raise InvalidInput({"subject": _("There is no such gap.")})


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= LARGEST_ID


async def _term(id_: int) -> Term | None:
    return next((term for term in await all_terms() if term.id == id_ and term.facet in SINGLE_FACETS), None)
