"""The dashboard as its page shows it: a table of two fields, and charts; every count leads to its reviews."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hub.i18n import _
from hub.identity import Reader
from hub.pages.charts import Chart, Series
from hub.vocabulary.models import FACET_LABELS, Facet, Term
from knowledge.models import MainReason, Outcome, ReasonSource
from knowledge.reviews import words
from knowledge.reviews.dashboard import NONE, Counted, DashboardFilter, count
from knowledge.reviews.queries import terms_by_id
from knowledge.reviews.tallies import Tally

# More bars than this are not compared by anybody; the table has them all.
MOST_BARS = 12


@dataclass(frozen=True)
class Cell:
    """A tally, and where its reviews are listed."""

    tally: Tally
    url: str | None


@dataclass(frozen=True)
class Line:
    """A row of the table."""

    label: str
    cells: list[Cell]
    total: Cell


@dataclass(frozen=True)
class Dashboard:
    """What a reader's reviews add up to. `url` lists them all."""

    total: Tally
    url: str | None
    row_label: str
    columns: list[str]
    lines: list[Line]
    charts: list[Chart]


async def dashboard(reader: Reader, wanted: DashboardFilter) -> Dashboard:
    """The dashboard that a filter asks for. InvalidInput as `count`."""
    counted = await count(reader, wanted)
    shown = _Shown(wanted, await terms_by_id())
    rows, columns = (shown.ordered(facet, counted.along(place)) for place, facet in enumerate(shown.axes))
    return Dashboard(
        total=counted.total,
        url=shown.url(),
        row_label=_(FACET_LABELS[wanted.rows]),
        columns=[shown.name(wanted.columns, column) for column in columns],
        lines=[shown.line(row, columns, counted) for row in rows],
        charts=shown.charts(counted),
    )


class _Shown:
    def __init__(self, wanted: DashboardFilter, terms: Mapping[int, Term]) -> None:
        self.wanted = wanted
        self.terms = terms
        self.axes = (wanted.rows, wanted.columns)

    def line(self, row: int, columns: Iterable[int], counted: Counted) -> Line:
        wanted = self.wanted
        return Line(
            label=self.name(wanted.rows, row),
            cells=[
                Cell(tally, self.url({wanted.rows: row, wanted.columns: column}) if tally.n else None)
                for column in columns
                for tally in [counted.cells.get((row, column), Tally())]
            ],
            total=Cell(counted.along(0)[row], self.url({wanted.rows: row})),
        )

    def charts(self, counted: Counted) -> list[Chart]:
        by_facet = {
            self.wanted.rows: counted.along(0),
            self.wanted.columns: counted.along(1),
            self.wanted.third: counted.third,
        }
        return [self._by_term(facet, tallies) for facet, tallies in by_facet.items()] + [
            self._by_reason(outcome, counted.reasons[outcome]) for outcome in (Outcome.LOST, Outcome.WON)
        ]

    def _by_term(self, facet: Facet, tallies: Mapping[int, Tally]) -> Chart:
        order = self.ordered(facet, tallies)[:MOST_BARS]
        label = _(FACET_LABELS[facet])
        series = [
            (Outcome.WON, "positive", [tallies[term].won for term in order]),
            (Outcome.LOST, "danger", [tallies[term].lost for term in order]),
            (Outcome.NO_DECISION, "neutral", [tallies[term].undecided for term in order]),
        ]
        return Chart(
            f"by-{facet}",
            _("Won and lost by %(field)s") % {"field": label},
            [self.name(facet, term) for term in order],
            [
                Series(
                    words.outcome(outcome),
                    values,
                    "positive" if tone == "positive" else "danger" if tone == "danger" else "neutral",
                    [self.url({facet: term}, outcome=outcome.value) for term in order],
                )
                for outcome, tone, values in series
            ],
            notes=[in_words(tallies[term]) for term in order],
            category_label=label,
        )

    def _by_reason(self, outcome: Outcome, reasons: Mapping[MainReason, Mapping[ReasonSource, int]]) -> Chart:
        order = sorted(reasons, key=lambda reason: -sum(reasons[reason].values()))
        title = _("Why deals were lost") if outcome is Outcome.LOST else _("Why deals were won")
        return Chart(
            f"why-{outcome}",
            title,
            [words.reason(reason) for reason in order],
            [
                Series(
                    words.source(source),
                    [reasons[reason].get(source, 0) for reason in order],
                    links=[
                        self.url({}, outcome=outcome.value, reason=reason.value, source=source.value)
                        for reason in order
                    ],
                )
                for source in ReasonSource
            ],
            description=_("By whose word: what the buyer said weighs more than what we suppose."),
            notes=[f"n = {sum(reasons[reason].values())}" for reason in order],
            category_label=_("Main reason"),
        )

    def ordered(self, facet: Facet, tallies: Mapping[int, Tally]) -> list[int]:
        """The terms that have reviews: stages in their order, others by how many; those not filed come last."""
        place = {id_: (term.position, term.name_en) for id_, term in self.terms.items()}

        def key(term: int) -> tuple[bool, int, tuple[int, str]]:
            by_number = 0 if facet is Facet.STAGE else -tallies[term].n
            return term == NONE, by_number, place.get(term, (0, ""))

        return sorted((term for term in tallies if tallies[term].n), key=key)

    def name(self, facet: Facet, term: int) -> str:
        if term != NONE:
            return self.terms[term].name
        return _("No competitor") if facet is Facet.COMPETITOR else _("Not said")

    def url(self, chosen: Mapping[Facet, int] | None = None, **given: str) -> str | None:
        """The list of the reviews that were counted; none for reviews that no filter asks for."""
        changes: dict[str, str | None] = {"rows": None, "columns": None, **given}
        for facet, term in (chosen or {}).items():
            if term == NONE and facet is not Facet.COMPETITOR:
                return None
            changes |= {"uncontested": "yes"} if term == NONE else {facet.value: self.terms[term].key}
        return f"/reviews?{self.wanted.query(**changes)}"


def in_words(tally: Tally) -> str:
    """How many there are, and the share that was won; never the one without the other."""
    number = f"n = {tally.n}"
    if tally.rate is None:
        return f"{number} · {_('too few for a rate')}"
    return f"{number} · " + _("%(rate)s %% won") % {"rate": tally.rate}
