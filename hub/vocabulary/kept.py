"""The vocabulary as this process keeps it: nearly every page shows words of it, and it seldom changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.caching import Cache
from hub.database import connection, inside_transaction
from hub.identity import Reader
from hub.outbox import bus
from hub.vocabulary.models import Term

VOCABULARY = "vocabulary"
# A missed signal may not keep an old word for longer than this.
CACHE_SECONDS = 30.0

_EXPERTS = """
SELECT term_id, array_agg(user_id) FILTER (WHERE user_id IS NOT NULL) AS people,
    array_agg(group_id) FILTER (WHERE group_id IS NOT NULL) AS groups
FROM (
    SELECT term_id, user_id, NULL::bigint AS group_id FROM expert_person
    UNION ALL SELECT term_id, NULL, group_id FROM expert_group
) AS expert GROUP BY term_id
"""


@dataclass(frozen=True)
class Experts:
    """Who knows a term: people and groups by their ids."""

    people: frozenset[int]
    groups: frozenset[int]

    def __contains__(self, reader: Reader) -> bool:
        return reader.id in self.people or not self.groups.isdisjoint(reader.group_ids)


_terms: Cache[str, Sequence[Term]] = Cache(most=1, seconds=CACHE_SECONDS)
_experts: Cache[str, Mapping[int, Experts]] = Cache(most=1, seconds=CACHE_SECONDS)


async def all_terms() -> Sequence[Term]:
    """Every term, archived ones included, in their order. They are everybody's: change none of them."""
    # What a transaction has changed is not true for others, and may never be.
    return await (_load(VOCABULARY) if inside_transaction() else _terms.get(VOCABULARY, _load)) or ()


async def _load(_key: str) -> Sequence[Term]:
    return await Term.all().order_by("position", "name_en", "id")


async def all_experts() -> Mapping[int, Experts]:
    """The experts of every term that has any, by its id."""
    loaded = _load_experts(VOCABULARY) if inside_transaction() else _experts.get(VOCABULARY, _load_experts)
    return await loaded or {}


async def _load_experts(_key: str) -> Mapping[int, Experts]:
    rows = await connection().execute_query_dict(_EXPERTS)
    return {
        row["term_id"]: Experts(frozenset(row["people"] or ()), frozenset(row["groups"] or ()))
        for row in rows
    }


async def vocabulary_changed() -> None:
    """Tell every process to read the vocabulary anew; call it inside the transaction that changes it."""
    forget()
    await bus.signal(VOCABULARY, {})


def forget() -> None:
    """Read the vocabulary anew in this process."""
    _terms.forget()
    _experts.forget()


def listen(to: bus.Bus) -> None:
    """Follow what other processes change."""
    to.on_signal(VOCABULARY, lambda _data: forget())
    to.on_gap(forget)
