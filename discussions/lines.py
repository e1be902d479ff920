"""Lines and filters of the list of cases: each is rendered once for every language, and kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from discussions.queries.threads import ThreadRow
from hub.i18n import _, current_locale
from hub.keeping import Store
from hub.pages import render_text
from hub.vocabulary.filtering import TermFilter
from hub.vocabulary.models import CUSTOMER_FACETS, FACET_LABELS, Facet, Term
from hub.vocabulary.queries import terms_by_facet

# In the order of their boxes; there may be several tags.
FILTERED = (Facet.PRODUCT, Facet.COMPETITOR, Facet.STAGE, *CUSTOMER_FACETS, Facet.TAG)


@dataclass(frozen=True)
class _Kept:
    html: Markup

    @property
    def characters(self) -> int:
        return len(self.html)


_lines: Store[tuple[object, ...], _Kept] = Store()
_boxes: Store[tuple[object, ...], _Kept] = Store()


def line(row: ThreadRow) -> Markup:
    """A row as HTML in the current language. A thread's `version` stands for all that is not the reader's own."""
    key = (current_locale(), row.id, row.version, row.unread, row.space, "new" in row.states)
    kept = _lines.get(key)
    if kept is None:
        kept = _lines.put(key, _Kept(render_text("discussions/live_row.html", current_locale(), thread=row)))
    return kept.html


async def term_boxes(wanted: TermFilter) -> list[Markup]:
    """The boxes that filter a list by terms, in the current language."""
    terms = await terms_by_facet()
    return [_term_box(facet, terms[facet], wanted.words(facet)) for facet in FILTERED]


def _term_box(facet: Facet, terms: Sequence[Term], chosen: Sequence[str]) -> Markup:
    key = (current_locale(), facet, tuple(chosen))
    kept = _boxes.get(key)
    if kept is None:
        context = {"facet": facet, "label": _(FACET_LABELS[facet]), "terms": terms, "chosen": chosen}
        kept = _boxes.put(key, _Kept(render_text("discussions/term_box.html", current_locale(), **context)))
    return kept.html
