"""When people get their mail: what they chose, and what holds until they do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hub.database import connection
from notifications.models import Kind, Timing
from notifications.preferences.hours import Hours

_WANTING = """
SELECT account.id, coalesce(email, '') AS address, active AND email IS NOT NULL AS reachable, timezone,
    quiet_from, quiet_to, digest_hour, digest_weekday,
    ARRAY(SELECT kind || ':' || timing FROM mail_choice WHERE mail_choice.user_id = account.id) AS choices
FROM account LEFT JOIN mail_hours ON mail_hours.user_id = account.id WHERE account.id = ANY($1)
"""


@dataclass(frozen=True)
class Wishes:
    """When somebody wants which mail. `reachable` says whether they are active and have an address at all."""

    user_id: int
    address: str
    reachable: bool
    hours: Hours
    timings: dict[Kind, Timing]

    def kinds(self, *timings: Timing) -> set[Kind]:
        """The kinds of mail that come at one of these times."""
        return {kind for kind, timing in self.timings.items() if timing in timings}


async def wishes_of(user_id: int) -> Wishes:
    """When somebody wants which mail."""
    return (await wishes([user_id]))[user_id]


async def wishes(user_ids: Iterable[int]) -> dict[int, Wishes]:
    """The same for many people, by id. One query, however many they are."""
    rows = await connection().execute_query_dict(_WANTING, [list(user_ids)])
    return {row["id"]: _wishes(row) for row in rows}


def _wishes(row: dict[str, Any]) -> Wishes:
    chosen = dict(choice.split(":") for choice in row["choices"])
    return Wishes(
        user_id=row["id"],
        address=row["address"],
        reachable=row["reachable"],
        hours=_hours(row),
        timings={kind: Timing(chosen.get(kind, Timing.INSTANT)) for kind in Kind},
    )


def _hours(row: dict[str, Any]) -> Hours:
    if row["digest_hour"] is None:
        return Hours(row["timezone"])
    quiet = None if row["quiet_from"] is None else (row["quiet_from"], row["quiet_to"])
    return Hours(row["timezone"], quiet, row["digest_hour"], row["digest_weekday"])
