"""Market shares as one reader may see them: by region, period and side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from hub.identity import Reader
from knowledge.models import Article, Confidence, MarketShare
from knowledge.rivals import policy

Period = tuple[int, int]


@dataclass(frozen=True)
class Entry:
    """An entry of one side in one period."""

    share: Decimal | None
    place: int | None
    source_html: Markup


@dataclass(frozen=True)
class Side:
    """A rival, or us, with the entries of one region by period."""

    rival: Article | None
    entries: dict[Period, Entry]


@dataclass(frozen=True)
class Market:
    """A region: its periods in order, whole years after their quarters, and its sides, us first."""

    region: str
    periods: list[Period]
    sides: list[Side]


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
    return [_market(region, by_region[region], rivals) for region in sorted(by_region)]


def _market(region: str, entries: Sequence[MarketShare], rivals: Iterable[Article]) -> Market:
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
        region=region,
        periods=periods,
        sides=[Side(rival, sides[key]) for rival in ordered if (key := rival.id if rival else None) in sides],
    )


def _period(entry: MarketShare) -> Period:
    return entry.year, entry.quarter


async def regions() -> list[str]:
    """The regions that entries of ours name, to choose from; a rival's may be for few eyes."""
    rows = MarketShare.filter(rival_id__isnull=True, replaced_at__isnull=True)
    return sorted({str(region) for region in await rows.distinct().values_list("region", flat=True)})
