"""A knowledge base of any size, written straight into PostgreSQL, beside whatever is there."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import asyncpg

_STATEMENTS = Path(__file__).with_suffix(".sql")
_COMMENT = re.compile(r"^--.*$", re.MULTILINE)


@dataclass(frozen=True)
class Amount:
    """How many articles, lines about three rivals, and reviews of deals."""

    articles: int = 5_000
    lines: int = 300
    reviews: int = 2_000


async def fill(database_url: str, amount: Amount) -> None:
    """Write it; the hub needs people and words of every facet."""
    await run(database_url, _STATEMENTS, asdict(amount))


async def run(database_url: str, statements: Path, amounts: Mapping[str, int]) -> None:
    """Run a file of statements in one transaction, in which ``bench.<name>`` tells each of the amounts."""
    link = await asyncpg.connect(database_url)
    try:
        async with link.transaction():
            for name, number in amounts.items():
                await link.execute("SELECT set_config($1, $2, true)", f"bench.{name}", str(number))
            # Bodies of functions have no semicolon before a line's end.
            for statement in _COMMENT.sub("", statements.read_text()).split(";\n"):
                if statement.strip():
                    await link.execute(statement)
        await link.execute("VACUUM ANALYZE")
    finally:
        await link.close()
