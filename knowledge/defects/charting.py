"""The charts of a product team: every value leads to the reports that were counted."""

from collections.abc import Iterable
from datetime import date, timedelta

from babel.dates import format_skeleton

from hub.i18n import _, babel_locale, ngettext
from hub.identity import Reader
from hub.pages.charts import Chart, Series, Tone
from hub.vocabulary.models import Term
from knowledge.defects import words
from knowledge.defects.policy import reviewed_by
from knowledge.defects.ranking import DemandFilter, Ranked, ranked, ranking
from knowledge.defects.tallies import AGES, Answered, Tallies, TallyFilter, last_day
from knowledge.defects.triage import TriageFilter
from knowledge.kinds.money import show_amount
from knowledge.models import Severity
from knowledge.reviews.queries import terms_by_id

MOST_WANTED = 10
MOST_PRODUCTS = 12
# Longer ones are told in days.
_LONGEST_IN_HOURS = 72
_TONES: dict[Severity, Tone] = {
    Severity.CRITICAL: "danger",
    Severity.HIGH: 4,
    Severity.MEDIUM: 0,
    Severity.LOW: "neutral",
}


async def charts(reader: Reader, wanted: TallyFilter, tallies: Tallies) -> list[Chart]:
    """What the tallies show, and what customers want most."""
    drawn = _Drawn(wanted, tallies, await terms_by_id())
    return [
        drawn.came(),
        drawn.open(),
        drawn.ages(),
        await _demand(reader, wanted),
        drawn.answers(),
        drawn.answers_by_severity(),
    ]


class _Drawn:
    def __init__(self, wanted: TallyFilter, tallies: Tallies, terms: dict[int, Term]) -> None:
        self.wanted = wanted
        self.tallies = tallies
        self.terms = terms

    def came(self) -> Chart:
        """How many were made in each period."""
        periods, counts = self.tallies.periods, self.tallies.came
        return Chart(
            "came",
            _("Reports by week") if self.wanted.by == "week" else _("Reports by month"),
            [self._period(first) for first in periods],
            [
                self._series(
                    severity,
                    [counts.get((first, severity), 0) for first in periods],
                    [self._made(first, severity=severity.name.lower()) for first in periods],
                )
                for severity in reversed(Severity)
            ],
            notes=[f"n = {self.tallies.answers.get(first, Answered()).n}" for first in periods],
            category_label=self._period_label,
        )

    def open(self) -> Chart:
        """What is open, by product and severity."""
        waiting = self.tallies.products
        order = sorted(waiting, key=lambda product: -waiting[product].n)[:MOST_PRODUCTS]
        return Chart(
            "open",
            _("Open reports by product"),
            [self.terms[product].name for product in order],
            [
                self._series(
                    severity,
                    [self._open(product, severity) for product in order],
                    [
                        _triage(state="open", product=self.terms[product].key, severity=severity.name.lower())
                        for product in order
                    ],
                )
                for severity in reversed(Severity)
            ],
            description=_("New and accepted ones, and how long half of them have been open."),
            notes=[self._age(waiting[product].n, waiting[product].days) for product in order],
            category_label=_("Product"),
        )

    def ages(self) -> Chart:
        """How long the open ones have been open."""
        places = range(len(AGES) + 1)
        return Chart(
            "ages",
            _("How long they have been open"),
            [_age_label(place) for place in places],
            [
                self._series(
                    severity,
                    [self.tallies.ages.get((place, severity), 0) for place in places],
                    [self._triage_of_age(place, severity=severity.name.lower()) for place in places],
                )
                for severity in reversed(Severity)
            ],
            notes=[
                f"n = {sum(self.tallies.ages.get((place, severity), 0) for severity in Severity)}"
                for place in places
            ],
            category_label=_("Open for"),
        )

    def answers(self) -> Chart:
        """The time to the first answer, by the periods in which any report was made."""
        periods = [first for first in self.tallies.periods if first in self.tallies.answers]
        return _of_answers(
            "answers",
            _("Time to the first answer"),
            [self._period(first) for first in periods],
            [self.tallies.answers[first] for first in periods],
            [self._made(first) for first in periods],
            self._period_label,
        )

    def answers_by_severity(self) -> Chart:
        """The same by severity, over all periods."""
        order = [severity for severity in reversed(Severity) if severity in self.tallies.by_severity]
        found = [self.tallies.by_severity[severity] for severity in order]
        since = self.tallies.periods[0].isoformat()
        return _of_answers(
            "answers-by-severity",
            _("Time to the first answer, by severity"),
            [_(words.SEVERITIES[severity].label) for severity in order],
            found,
            [_triage(state="all", since=since, severity=severity.name.lower()) for severity in order],
            _("Severity"),
        )

    @property
    def _period_label(self) -> str:
        return _("Week from") if self.wanted.by == "week" else _("Month")

    def _period(self, first: date) -> str:
        pattern = "MMMd" if self.wanted.by == "week" else "yMMM"
        return format_skeleton(pattern, first, locale=babel_locale())

    def _series(self, severity: Severity, values: Iterable[int], links: Iterable[str]) -> Series:
        return Series(_(words.SEVERITIES[severity].label), list(values), _TONES[severity], list(links))

    def _open(self, product: int, severity: Severity) -> int:
        found = self.tallies.open.get((product, severity))
        return found.n if found else 0

    def _age(self, n: int, days: float) -> str:
        return f"n = {n} · " + ngettext("half for %(num)s day", "half for %(num)s days", round(days)) % {
            "num": round(days)
        }

    def _made(self, first: date, **chosen: str) -> str:
        until = last_day(first, self.wanted.by).isoformat()
        return self._triage(state="all", since=first.isoformat(), until=until, **chosen)

    def _triage_of_age(self, place: int, **chosen: str) -> str:
        """The open reports of an age: `place` in `AGES`, or beyond its end."""
        today = self.tallies.today
        if place < len(AGES):
            chosen["since"] = (today - timedelta(days=AGES[place])).isoformat()
        if place:
            chosen["until"] = (today - timedelta(days=AGES[place - 1] + 1)).isoformat()
        return self._triage(state="open", **chosen)

    def _triage(self, **chosen: str) -> str:
        return _triage(product=self.wanted.product, **chosen)


def _of_answers(
    key: str, title: str, categories: list[str], found: list[Answered], links: list[str], label: str
) -> Chart:
    """Medians in hours, or in days when one is longer than three days."""
    longest = max((one.hours or 0 for one in found), default=0)
    in_days = longest > _LONGEST_IN_HOURS
    divisor = 24 if in_days else 1
    values = [None if one.hours is None else round(one.hours / divisor, 1) for one in found]
    return Chart(
        key,
        title,
        categories,
        [Series(_("Median"), values, 0, links)],
        description=_("Half of those that were answered waited for no longer than this."),
        unit=_("days") if in_days else _("hours"),
        notes=[_("n = %(answered)s of %(n)s") % {"answered": one.answered, "n": one.n} for one in found],
        category_label=label,
    )


async def _demand(reader: Reader, wanted: TallyFilter) -> Chart:
    """What customers want most, of what is open."""
    ids, _cursor = await ranking(reader, DemandFilter(product=wanted.product, limit=MOST_WANTED))
    demand = await ranked(reader, ids)
    rows = reviewed_by(reader).filter(id__in=ids).only("id", "reference", "title", "sealed")
    found = {one.id: one for one in await rows}
    order = [found[id_] for id_ in ids]
    return Chart(
        "demand",
        _("Most wanted"),
        [one.title or one.reference for one in order],
        [
            Series(
                _("Points"),
                [demand[one.id].points for one in order],
                0,
                [f"/defects/{one.reference}" for one in order],
            )
        ],
        description=_(
            "Open reports by what customers would give: from 1 point for nice to have to 8 for a deal-breaker."
        ),
        notes=[_in_words(demand[one.id]) for one in order],
        category_label=_("Report"),
    )


def _in_words(demand: Ranked) -> str:
    customers = ngettext("%(num)s customer", "%(num)s customers", demand.customers)
    amounts = [show_amount(value, currency) for currency, value in demand.values]
    return " · ".join([customers % {"num": demand.customers}, *amounts])


def _age_label(place: int) -> str:
    if not place:
        return _("up to %(days)s days") % {"days": AGES[0]}
    if place == len(AGES):
        return _("more than %(days)s days") % {"days": AGES[-1]}
    return _("%(from)s to %(to)s days") % {"from": AGES[place - 1] + 1, "to": AGES[place]}


def _triage(**chosen: str | None) -> str:
    return f"/defects/triage?{TriageFilter().query(**chosen)}"
