"""A forum of any size, written straight into PostgreSQL: 100,000 cases with 2,000,000 replies take a few minutes."""

import re
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from hub import markdown
from hub.demo.loading import REFERENCE, load

_STATEMENTS = Path(__file__).with_suffix(".sql")
_COMMENT = re.compile(r"^--.*$", re.MULTILINE)

REPLIES = 20  # of every measured thread
MEASURED = 100


@dataclass(frozen=True)
class Size:
    """How many cases, with 20 replies each on average, and by how many people."""

    threads: int
    people: int = 2_500

    @property
    def measured(self) -> list[int]:
        """The ids of 100 threads with exactly 20 replies that everybody may read, spread over all of them."""
        return [self.threads // MEASURED * number for number in range(1, MEASURED + 1)]

    @property
    def written(self) -> list[int]:
        """The ids of 100 other threads, for what changes them."""
        return [id_ - 1 for id_ in self.measured]


SMALL = Size(threads=500)
LARGE = Size(threads=100_000)


async def fill(database_url: str, size: Size) -> None:
    """Write the whole forum into a hub that has been furnished and is otherwise empty; one that has threads is left."""
    link = await asyncpg.connect(database_url)
    try:
        if await link.fetchval("SELECT EXISTS (SELECT 1 FROM thread)"):
            assert await link.fetchval("SELECT count(*) FROM thread") >= size.threads, "another data set"
            return
        async with link.transaction():
            await link.execute(
                "CREATE TEMP TABLE sample (n int, title text, body text, html text) ON COMMIT DROP"
            )
            await link.copy_records_to_table("sample", records=_samples())
            for name in ("threads", "people"):
                await link.execute(
                    "SELECT set_config($1, $2, true)", f"bench.{name}", str(getattr(size, name))
                )
            for statement in _statements():
                await link.execute(statement)
        # As autovacuum would leave it: with statistics, and pages that are known to be visible to all.
        await link.execute("VACUUM ANALYZE")
        await link.execute("CHECKPOINT")
    finally:
        await link.close()


def _samples() -> list[tuple[int, str, str, str]]:
    """The texts of the demo company's cases, in both languages, as they would be stored for post 0."""
    cases = load().cases
    texts = [
        (case.title, text) for case in cases for text in (case.body, *(reply.body for reply in case.replies))
    ]
    plain = [(title, REFERENCE.sub("", body)) for title, body in texts]
    return [
        (number, title, body, markdown.render(body, anchor="post-0").html)
        for number, (title, body) in enumerate(plain)
    ]


def _statements() -> list[str]:
    text = _COMMENT.sub("", _STATEMENTS.read_text())
    return [statement for part in text.split(";\n") if (statement := part.strip())]
