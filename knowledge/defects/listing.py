"""The reports that somebody made, and those of others that they may read."""

from dataclasses import dataclass
from typing import Literal

from hub.api import Paging, latest_first
from hub.identity import Reader
from knowledge.defects import policy
from knowledge.defects.standing import Standing, standings
from knowledge.models import Defect


class DefectFilter(Paging):
    """Which reports: one's own, or those of others that were opened to oneself; the latest first."""

    tab: Literal["mine", "shared"] = "mine"


@dataclass(frozen=True)
class Listed:
    """A page of the list, with where each report stands by its id; `cursor` leads to the next page."""

    defects: list[Defect]
    standings: dict[int, Standing]
    cursor: str | None


async def list_defects(reader: Reader, wanted: DefectFilter) -> Listed:
    """The page of reports that is asked for. Those of one's teams are in their triage."""
    rows = policy.visible_to(reader)
    if wanted.tab == "mine":
        rows = rows.filter(author_id=reader.id)
    else:
        rows = rows.exclude(author_id=reader.id).exclude(team_id__in=list(reader.group_ids))
    defects, cursor = await latest_first(
        rows.select_related("product", "author"), "created_at", wanted, by_uid=True
    )
    return Listed(defects, await standings(defects), cursor)


async def has_shared(reader: Reader) -> bool:
    """Whether any report of others, not of one's teams, is open to `reader`."""
    others = policy.visible_to(reader).exclude(author_id=reader.id)
    return await others.exclude(team_id__in=list(reader.group_ids)).exists()
