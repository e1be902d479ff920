"""What the database says has the words, whatever kind of thing it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import asyncpg
from opencc import OpenCC

from hub.database import connection, in_transaction
from hub.identity import Reader

_MOST_TEXTS = 500
_PATIENCE = "3s"
_ALL_NEEDED = 3  # terms; of more, half are enough

# Every statement is given the same values, and the server wants to know what each of them is.
_GIVEN = "$3::bigint[] IS NOT NULL AND $4::bigint IS NOT NULL AND $5::bigint[] IS NOT NULL"


@dataclass(frozen=True)
class Match:
    """A thing whose text has the words, with what it is filtered and counted by.

    `texts` makes the anchors and texts of what the reader may read of it; few matches are shown.
    """

    type: str
    id: int
    title: str
    order: tuple[int, int, float]
    values: Mapping[str, list[str]]
    texts: Callable[[], Sequence[tuple[str, str]]]
    post_id: int | None = None
    number: int | None = None

    def fits(self, chosen: Mapping[str, list[str]], without: str = "") -> bool:
        """Whether it has one of the chosen values of every facet but one."""
        return all(
            not set(values).isdisjoint(self.values.get(facet, []))
            for facet, values in chosen.items()
            if facet != without
        )


async def best(
    statement: str, places: tuple[str, str], reader: Reader, words: Sequence[str]
) -> dict[int, tuple[int, int]]:
    """For each object, its best text and how many of the words that has.

    `statement` asks for `id`, `object_id` and `matched`; it is given ``{matched}`` and, as a condition, ``{enough}``;
    $3 are the audiences of the reader, $4 is their id, $5 are their groups. `places` say where the patterns ``{0}``
    stand, the second one for when the first takes too long.
    """
    needed = len(words) if len(words) <= _ALL_NEEDED else (len(words) + 1) // 2
    patterns = [[f"%{_escaped(variant)}%" for variant in _variants(word)] for word in words]
    who = [list(reader.audience_ids), reader.id, list(reader.group_ids)]
    for place in places:
        matched = " + ".join(f"({place.format(f'${6 + i}::text[]')})::int" for i in range(len(words))) or "0"
        query = statement.format(matched=matched, enough=f"({matched}) >= $1 AND {_GIVEN}")
        try:
            async with in_transaction():
                await connection().execute_query(f"SET LOCAL statement_timeout = '{_PATIENCE}'")
                rows = await connection().execute_query_dict(query, [needed, _MOST_TEXTS, *who, *patterns])
        except asyncpg.QueryCanceledError:
            continue
        found: dict[int, tuple[int, int]] = {}
        for row in rows:
            found.setdefault(row["object_id"], (row["id"], row["matched"]))
        return found
    return {}


def _variants(word: str) -> list[str]:
    """A folded word as it may be written: simplified and traditional."""
    return list(dict.fromkeys([word, _traditional().convert(word)]))


@cache
def _traditional() -> OpenCC:
    return OpenCC("s2t")


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
