"""Counts as pages show them: facets with labels in the reader's language, and addresses that toggle them."""

from collections.abc import Iterable
from dataclasses import dataclass

from hub.i18n import N_, _
from hub.vocabulary.models import FACET_LABELS, Facet, Term
from knowledge import kinds
from knowledge.defects.words import KINDS, STATES
from knowledge.verification.standing import LABELS
from search.found import COUNTED
from search.question import SINCE_DAYS, Question

_TITLES = {
    "type": N_("Where"),
    "state": N_("State"),
    "kind": N_("Kind"),
    "since": N_("Date"),
    **{facet.value: label for facet, label in FACET_LABELS.items()},
}
_LABELS = {
    "thread": N_("Cases"),
    "article": N_("Articles"),
    "defect": N_("Defects"),
    "topic": N_("Topics"),
    "open": N_("Open"),
    "solved": N_("Solved"),
    "closed": N_("Closed"),
    "complaint": N_("Complaint"),
    **{standing.value: label for standing, label in LABELS.items()},
    **{state.value: sign.label for state, sign in STATES.items()},
    **{kind.value: label for kind, label in KINDS.items()},
    "week": N_("Past week"),
    "month": N_("Past month"),
    "year": N_("Past year"),
}
_MOST = 12  # values of a facet on the page


@dataclass(frozen=True)
class Option:
    """A value of a facet; `query` is the search with it chosen, or no longer chosen."""

    value: str
    label: str
    count: int
    query: str
    chosen: bool


@dataclass(frozen=True)
class FacetView:
    """A facet with the values that some hit has, or that are chosen."""

    name: str
    title: str
    options: list[Option]

    @property
    def rows(self) -> list[tuple[str, str, int, str, bool]]:
        """As the macro for facets takes them."""
        return [
            (option.value, option.label, option.count, f"/search?{option.query}", option.chosen)
            for option in self.options
        ]


async def labelled(
    question: Question, filed: dict[Facet, list[Term]], counts: dict[str, dict[str, int]], total: int
) -> list[FacetView]:
    """The facets to show, in the order of the page. `question` names its terms (`filed`) by their keys.

    A facet of which every hit has the same single value offers no choice and is left out.
    """
    terms = await _terms(counts) | {str(term.id): term for terms in filed.values() for term in terms}
    views = []
    for name in COUNTED:
        found = counts.get(name, {})
        if name in set(Facet):
            found = {str(term.id): 0 for term in filed.get(Facet(name), [])} | found
            options = [
                _option(question, name, term.key, term.name, count)
                for id_, count in found.items()
                if (term := terms.get(id_))
            ]
        else:
            found = dict.fromkeys(question.chosen(name), 0) | found
            options = [_option(question, name, value, _label(name, value), n) for value, n in found.items()]
        if len(options) > 1 or any(option.chosen or option.count < total for option in options):
            views.append(FacetView(name, _(_TITLES[name]), _in_order(name, options)))
    return views


async def _terms(counts: dict[str, dict[str, int]]) -> dict[str, Term]:
    ids = [int(id_) for facet in Facet for id_ in counts.get(facet.value, {})]
    return {str(term.id): term for term in await Term.filter(id__in=ids)}


def _option(question: Question, name: str, value: str, label: str, count: int) -> Option:
    chosen = value in question.chosen(name)
    return Option(value, label, count, question.toggled(name, value), chosen)


def _label(name: str, value: str) -> str:
    if name == "kind" and value in {kind.key for kind in kinds.every()}:
        return _(kinds.get(value).label)
    return _(_LABELS[value]) if value in _LABELS else value


def _in_order(name: str, options: Iterable[Option]) -> list[Option]:
    if name == "since":
        return sorted(options, key=lambda option: SINCE_DAYS[option.value])
    return sorted(options, key=lambda option: (not option.chosen, -option.count, option.label))[:_MOST]
