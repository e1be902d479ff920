"""How many things point at an audience."""

from dataclasses import dataclass

from hub.database import connection
from hub.i18n import _


@dataclass(frozen=True)
class AudienceUse:
    """`table`.`column` points at audiences; `label`, marked with N_, says what the rows are."""

    label: str
    table: str
    column: str


_uses: list[AudienceUse] = []


def register_audience_use(label: str, table: str, column: str = "audience_id") -> None:
    """Let the things of a package be counted on the pages about audiences."""
    use = AudienceUse(label, table, column)
    if use not in _uses:
        _uses.append(use)


def audience_uses() -> list[AudienceUse]:
    return list(_uses)


async def count_uses() -> dict[int, list[tuple[str, int]]]:
    """For each audience in use: what points at it, in words, and how many of them."""
    counted: dict[int, list[tuple[str, int]]] = {}
    for use in _uses:
        # Table and column names come from the packages' own registrations, never from outside.
        rows = await connection().execute_query_dict(
            f"SELECT {use.column} AS id, count(*) AS uses FROM {use.table} GROUP BY {use.column}"  # noqa: S608
        )
        for row in rows:
            counted.setdefault(row["id"], []).append((_(use.label), row["uses"]))
    return counted
