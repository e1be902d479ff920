"""Lines and filters of the list of cases: each is rendered once for every language, and kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from discussions.queries.threads import ThreadRow
from hub.i18n import current_locale
from hub.keeping import Store
from hub.pages import render_text
from hub.vocabulary.models import Term


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


def term_box(facet: str, label: str, terms: Sequence[Term], chosen: Sequence[str], *, many: bool) -> Markup:
    """The box that filters by the terms of one facet, in the current language; `chosen` by key."""
    key = (current_locale(), facet, tuple(chosen))
    kept = _boxes.get(key)
    if kept is None:
        context = {"facet": facet, "label": label, "terms": terms, "chosen": chosen, "many": many}
        kept = _boxes.put(key, _Kept(render_text("discussions/term_box.html", current_locale(), **context)))
    return kept.html
