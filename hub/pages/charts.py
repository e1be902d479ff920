"""Charts: what is shown, and where its shapes stand. `macros/charts.html` draws them and puts a table behind them.

    chart = Chart("share", _("Market share"), periods, [Series("Velatag", [12.5, None, 14])], unit="%")
    {{ charts.lines(chart) }}

Widths and horizontal places are percentages, so that a chart fits any screen without scaling its text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil, log10
from typing import Literal

from babel.numbers import format_decimal

from hub.i18n import current_locale

Value = int | float | None
# What a series means, or else its place among the others: each has a colour, and a pattern, marker or dashes.
Tone = Literal["positive", "danger", "neutral"] | int
TONES = 6
PLOT_HEIGHT = 200  # px
_MARGIN = 12  # px above and below the plot, for half a marker or number
_EDGE = 7.0  # percent left and right of the plot, for half a label
_MOST_LABELS = 8  # of categories below a plot; on a narrow screen half as many
_MOST_TICKS = 5
_ABOVE, _BELOW, _BETWEEN = 10.0, 20.0, 15.0  # px from a point to its number, and from a number to the next
_LETTERS = 8  # px that a number is high


@dataclass(frozen=True)
class Series:
    """Values of one thing, one for each category (None: unknown). `links` are where each value leads."""

    label: str
    values: Sequence[Value]
    tone: Tone | None = None
    links: Sequence[str | None] = ()


@dataclass(frozen=True)
class Bar:
    """A piece of a row: from `x`, as wide as `width`, both percent of the row."""

    series: Series
    tone: Tone
    text: str
    x: float
    width: float
    link: str | None


@dataclass(frozen=True)
class Row:
    """One category with its bars side by side. `note` stands beside its label, such as ``n = 12``."""

    label: str
    note: str
    bars: list[Bar]


@dataclass(frozen=True)
class Point:
    """A value of a line: `x` in percent, `y` in px from above, and its number written at `number`, in px from above.

    `last` ends its line and shows its value always.
    """

    category: str
    text: str
    x: float
    y: float
    number: float
    link: str | None
    last: bool


@dataclass(frozen=True)
class Line:
    """A series as a line: its points, and the stretches between those that follow each other without a gap."""

    series: Series
    tone: Tone
    points: list[Point]
    stretches: list[tuple[Point, Point]]


@dataclass(frozen=True)
class Tick:
    """A mark of the scale: `place` is px from above on the vertical one, percent on the horizontal one.

    A `minor` one gives way on a narrow screen.
    """

    text: str
    place: float
    minor: bool = False


@dataclass(frozen=True)
class Chart:
    """What a chart shows. `key` names it within its page; `notes` stand beside the categories, one for each."""

    key: str
    title: str
    categories: Sequence[str]
    series: Sequence[Series]
    description: str = ""
    unit: str = ""
    notes: Sequence[str] = ()
    category_label: str = ""

    @property
    def empty(self) -> bool:
        return not any(value for series in self.series for value in series.values)

    def shown(self, value: Value) -> str:
        """A value with its unit, as people write it."""
        if value is None:
            return "–"
        number = format_decimal(
            value, "#,##0.##", locale="zh_Hans_CN" if current_locale() == "zh" else "en_GB"
        )
        return f"{number} %" if self.unit == "%" else f"{number} {self.unit}".rstrip()

    def tone(self, series: Series) -> Tone:
        return list(self.series).index(series) % TONES if series.tone is None else series.tone

    @property
    def table(self) -> list[tuple[str, list[str]]]:
        """Every value in words, by category."""
        return [
            (category, [self.shown(series.values[place]) for series in self.series])
            for place, category in enumerate(self.categories)
        ]

    @property
    def rows(self) -> list[Row]:
        """Bars stacked in each category, the longest row as wide as the chart."""
        longest = max((self._total(place) for place, _ in enumerate(self.categories)), default=0) or 1
        return [
            Row(category, self.notes[place] if self.notes else "", list(self._bars(place, longest)))
            for place, category in enumerate(self.categories)
        ]

    def _total(self, place: int) -> float:
        return sum(series.values[place] or 0 for series in self.series)

    def _bars(self, place: int, longest: float) -> Iterator[Bar]:
        x = 0.0
        for series in self.series:
            value = series.values[place]
            if value:
                width = value / longest * 100
                link = series.links[place] if series.links else None
                yield Bar(series, self.tone(series), self.shown(value), round(x, 2), round(width, 2), link)
                x += width

    @cached_property
    def top(self) -> float:
        """The upper end of the scale: a round number not below any value."""
        highest = max((value or 0 for series in self.series for value in series.values), default=0)
        return self._step(highest) * ceil(highest / self._step(highest)) if highest > 0 else 1.0

    @staticmethod
    def _step(highest: float) -> float:
        """1, 2 or 5 times a power of ten, so that no more than `_MOST_TICKS` of them reach `highest`."""
        rough = highest / _MOST_TICKS
        power = 10.0 ** (ceil(log10(rough)) - 1)
        return next(factor * power for factor in (1, 2, 5, 10, 20) if factor * power >= rough * 0.999)

    @property
    def scale(self) -> list[Tick]:
        """The marks of the vertical scale, from 0 upward."""
        step = self._step(self.top)
        values = [number * step for number in range(round(self.top / step) + 1)]
        return [Tick(self.shown(round(value, 6)), self._y(value)) for value in values]

    @property
    def ticks(self) -> list[Tick]:
        """The categories below a chart of lines."""
        last = len(self.categories) - 1
        apart = ceil(len(self.categories) / _MOST_LABELS)
        return [
            Tick(category, self._x(place), minor=(last - place) % (2 * apart) != 0 and last > 3)
            for place, category in enumerate(self.categories)
            if (last - place) % apart == 0
        ]

    @property
    def lines(self) -> list[Line]:
        """Every series as a line. Numbers that always show and would meet stand below one another."""
        apart = self._apart()
        return [self._line(series, apart.get(place)) for place, series in enumerate(self.series)]

    def _apart(self) -> dict[int, float]:
        """Where the numbers at the ends of lines stand, by the places of the series: in the order of their values."""
        ends: dict[int, list[tuple[float, int]]] = {}
        for place, series in enumerate(self.series):
            if known := _known(series):
                ends.setdefault(known[-1], []).append((self._y(series.values[known[-1]] or 0), place))
        found: dict[int, float] = {}
        for together in ends.values():
            above = -_BETWEEN
            for y, place in sorted(together):
                free = above + _BETWEEN
                found[place] = above = _number(y) if _number(y) >= free else max(free, y + _BELOW)
            below = PLOT_HEIGHT + _BETWEEN
            for _y, place in sorted(together, reverse=True):
                found[place] = below = min(found[place], below - _BETWEEN)
        return found

    def _line(self, series: Series, end: float | None) -> Line:
        known = _known(series)
        heights = {place: self._y(series.values[place] or 0) for place in known}
        points = {
            place: Point(
                self.categories[place],
                self.shown(series.values[place]),
                self._x(place),
                heights[place],
                end if place == known[-1] and end is not None else _number(heights[place]),
                series.links[place] if series.links else None,
                last=place == known[-1],
            )
            for place in known
        }
        stretches = [(points[one], points[next_]) for one, next_ in pairwise(known) if next_ == one + 1]
        return Line(series, self.tone(series), list(points.values()), stretches)

    def _x(self, place: int) -> float:
        if len(self.categories) == 1:
            return 50.0
        return round(_EDGE + place / (len(self.categories) - 1) * (100 - 2 * _EDGE), 2)

    def _y(self, value: float) -> float:
        return round(_MARGIN + (1 - value / self.top) * (PLOT_HEIGHT - 2 * _MARGIN), 1)


def _known(series: Series) -> list[int]:
    """The places of the categories of which a series knows a value."""
    return [place for place, value in enumerate(series.values) if value is not None]


def _number(y: float) -> float:
    """Where the number of a point stands: above it, or below when there is no room."""
    return y - _ABOVE if y > _ABOVE + _LETTERS else y + _BELOW
