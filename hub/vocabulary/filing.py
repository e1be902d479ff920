"""Where the packages file their things under terms, so that merging terms moves all of them."""

from dataclasses import dataclass

from hub.database import connection


@dataclass(frozen=True)
class Filing:
    """Where things are filed under terms: `column` points at a term, `owner` at the thing (none: the row itself)."""

    table: str
    column: str
    owner: str | None


_filings: list[Filing] = [
    Filing("people_group", "product_id", None),
    Filing("expert_person", "term_id", "user_id"),
    Filing("expert_group", "term_id", "group_id"),
]


def register_filing(table: str, column: str, owner: str | None = None) -> None:
    """Let a package's things follow when terms are merged.

    In a table of pairs `owner` is the other column: a thing filed under both terms keeps one row.
    """
    filing = Filing(table, column, owner)
    if filing not in _filings:
        _filings.append(filing)


def filings() -> list[Filing]:
    return list(_filings)


async def refile(filing: Filing, from_id: int, into_id: int) -> None:
    """Move what is filed in one place from one term to another."""
    # Table and column names come from the packages' own registrations, never from outside.
    table, column, owner = filing.table, filing.column, filing.owner
    if owner:
        await connection().execute_query(
            f"DELETE FROM {table} AS gone USING {table} AS kept"  # noqa: S608
            f" WHERE gone.{column} = $1 AND kept.{column} = $2 AND gone.{owner} = kept.{owner}",
            [from_id, into_id],
        )
    await connection().execute_query(
        f"UPDATE {table} SET {column} = $2 WHERE {column} = $1",  # noqa: S608
        [from_id, into_id],
    )
