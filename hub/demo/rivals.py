"""The demo company's rivals: their cards, disputes, the matrix and the market shares."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hub.demo.content import Age, Content, Handle, Key, Readers, Text
from hub.demo.founding import Stage, uid_of
from hub.vocabulary.models import Facet
from knowledge import articles
from knowledge.models import Article, Certainty, LineSection
from knowledge.rivals.disputes import dispute
from knowledge.rivals.lines import write_line
from knowledge.rivals.matrix import add_feature, fill_cell
from knowledge.rivals.policy import KIND
from knowledge.rivals.shares import Share, enter_share
from knowledge.rivals.wording import Wording

FOLDER = Path(__file__).parent / "company" / "rivals"
COMPARISON = "comparison"
US = "us"


class Dispute(Content):
    by: Handle
    at: Age
    reason: Text


class Line(Content):
    """A line of a card, written by the curator unless it says by whom. `case` is a case that proves it."""

    section: LineSection
    text: Text
    source: str = ""
    case: Key | None = None
    seen: Age
    certainty: Certainty
    sendable: bool = False
    by: Handle | None = None
    disputes: tuple[Dispute, ...] = ()


class Rival(Content):
    """A rival's card. `groups` may read it; without any, everybody."""

    competitor: Key
    title: Text
    owner: Handle
    at: Age
    groups: tuple[Handle, ...] = ()
    overview: Text
    lines: tuple[Line, ...]


class Cell(Content):
    value: Text
    source: Text
    seen: Age


async def tell(stage: Stage, present: datetime) -> None:
    """Write everything about rivals, dated back from `present`."""
    rivals = {}
    for path in sorted(FOLDER.glob("*.toml")):
        if path.stem != COMPARISON:
            rival = Rival.model_validate(_read(path))
            rivals[rival.competitor] = await _card(stage, present, rival)
    comparison = _read(FOLDER / f"{COMPARISON}.toml")
    for feature in comparison["features"]:
        await _feature(stage, present, rivals, feature)
    for market in comparison["shares"]:
        for side, entry in _entries(market):
            keeper = stage.readers["sofia"]
            await enter_share(keeper, rivals.get(side), entry, at=present - timedelta(days=10))


async def _card(stage: Stage, present: datetime, rival: Rival) -> Article:
    owner = stage.readers[rival.owner]
    card = await articles.publish(
        owner,
        await articles.compose(KIND, rival.title, {"overview": rival.overview}),
        terms=[stage.terms[Facet.COMPETITOR][rival.competitor]],
        audience=stage.audiences[Readers(groups=rival.groups) if rival.groups else None],
        uid=uid_of("rival", rival.competitor),
        at=present - rival.at,
        imported=True,
    )
    for number, line in enumerate(rival.lines):
        proof = f"[[thread:{uid_of('case', line.case)}]]" if line.case else ""
        written = await write_line(
            stage.readers[line.by] if line.by else owner,
            card,
            Wording(
                section=line.section,
                text=line.text,
                source=" ".join(filter(None, [line.source, proof])),
                observed_on=(present - line.seen).date(),
                certainty=line.certainty,
                sendable=line.sendable,
            ),
            uid=uid_of("rival line", f"{rival.competitor}:{number}"),
            at=present - line.seen,
            imported=True,
        )
        for one in line.disputes:
            await dispute(
                stage.readers[one.by], written, one.reason, revision=1, at=present - one.at, imported=True
            )
    return card


async def _feature(
    stage: Stage, present: datetime, rivals: dict[str, Article], feature: dict[str, Any]
) -> None:
    keeper = stage.readers["sofia"]
    product = stage.terms[Facet.PRODUCT][feature["product"]]
    row = await add_feature(stage.readers[feature["by"]], product, feature["name"], at=present)
    for side in (US, *rivals):
        if side in feature:
            cell = Cell.model_validate(feature[side])
            await fill_cell(
                keeper,
                row,
                rivals.get(side),
                cell.value,
                source=cell.source,
                observed_on=(present - cell.seen).date(),
                at=present - cell.seen,
            )


def _entries(market: dict[str, Any]) -> Iterator[tuple[str, Share]]:
    for side, values in market["values"].items():
        for year, quarter, share, place in values:
            yield (
                side,
                Share(
                    region=market["region"],
                    year=year,
                    quarter=quarter,
                    share=Decimal(share),
                    place=place,
                    source=market["source"],
                ),
            )


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
