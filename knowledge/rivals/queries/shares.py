"""Market shares as one reader may see them: by region, period and side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_decimal
from markupsafe import Markup

from hub.i18n import _, babel_locale
from hub.identity import Reader
from hub.pages.charts import Chart, Series
from knowledge.models import Article, Confidence, MarketShare
from knowledge.rivals import policy

Period = tuple[int, int]


@dataclass(frozen=True)
class Entry:
    """An entry of one side in one period."""

    share: Decimal | None
    place: int | None
    source_html: Markup

    @property
    def percent(self) -> str:
        """The share as people write it; a dash when it is not known."""
        return "–" if self.share is None else f"{format_decimal(self.share, locale=babel_locale())} %"


@dataclass(frozen=True)
class Side:
    """A rival, or us, with the entries of one region by period."""

    rival: Article | None
    entries: dict[Period, Entry]


@dataclass(frozen=True)
class Market:
    """A region: its periods in order, whole years after their quarters, and its sides, us first."""

    number: int
    region: str
    periods: list[Period]
    sides: list[Side]

    @property
    def key(self) -> str:
        """What tells the region from the others of a page."""
        return f"region-{self.number}"

    @staticmethod
    def label(period: Period) -> str:
        """A period as people write it, such as 2026 Q1."""
        year, quarter = period
        return f"{year} Q{quarter}" if quarter else str(year)

    @property
    def chart(self) -> Chart | None:
        """The shares over the quarters, or over the years where no quarter is known; None without two periods."""
        quarters = [period for period in self.periods if period[1]]
        periods = quarters if len(quarters) > 1 else [period for period in self.periods if not period[1]]
        lines = [
            Series(side.rival.title if side.rival else _("Us"), values)
            for side in self.sides
            if any(values := _values(side, periods))
        ]
        if len(periods) < 2 or not lines:
            return None
        return Chart(
            self.key,
            _("Share of the market"),
            [self.label(period) for period in periods],
            lines,
            unit="%",
            category_label=_("Period"),
        )


def _values(side: Side, periods: Sequence[Period]) -> list[float | None]:
    entries = [side.entries.get(period) for period in periods]
    return [float(entry.share) if entry and entry.share is not None else None for entry in entries]


async def markets(reader: Reader, *, of: Article | None = None) -> list[Market]:
    """Every region of which something is known: of all visible rivals and us, or of one rival and us."""
    if of is None:
        visible = policy.visible_to(reader).exclude(confidence=Confidence.ARCHIVED)
        rivals = await visible.order_by("title", "id")
    else:
        rivals = [of]
    current = MarketShare.filter(replaced_at__isnull=True)
    theirs = await current.filter(rival_id__in=[rival.id for rival in rivals]) if rivals else []
    regions = {entry.region for entry in theirs} if of else None
    ours = await current.filter(rival_id__isnull=True)
    ours = [entry for entry in ours if regions is None or entry.region in regions]
    by_region: dict[str, list[MarketShare]] = {}
    for entry in [*ours, *theirs]:
        by_region.setdefault(entry.region, []).append(entry)
    return [
        _market(number, region, by_region[region], rivals) for number, region in enumerate(sorted(by_region))
    ]


def _market(number: int, region: str, entries: Sequence[MarketShare], rivals: Iterable[Article]) -> Market:
    sides: dict[int | None, dict[Period, Entry]] = {}
    for entry in entries:
        sides.setdefault(entry.rival_id, {})[_period(entry)] = Entry(
            share=entry.share,
            place=entry.place,
            source_html=Markup(entry.source_html),  # noqa: S704  # sanitised when it was written
        )
    periods = sorted({_period(entry) for entry in entries}, key=lambda one: (one[0], one[1] or 5))
    ordered: list[Article | None] = [None, *rivals]
    return Market(
        number=number,
        region=region,
        periods=periods,
        sides=[Side(rival, sides[key]) for rival in ordered if (key := rival.id if rival else None) in sides],
    )


def _period(entry: MarketShare) -> Period:
    return entry.year, entry.quarter


async def regions(reader: Reader) -> list[str]:
    """The regions of which something is known that the reader may read, to choose from."""
    return [market.region for market in await markets(reader)]
