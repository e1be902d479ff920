"""The vocabulary as this process keeps it: nearly every page shows words of it, and it seldom changes."""

from collections.abc import Sequence

from hub.caching import Cache
from hub.database import inside_transaction
from hub.outbox import bus
from hub.vocabulary.models import Term

VOCABULARY = "vocabulary"
# A missed signal may not keep an old word for longer than this.
CACHE_SECONDS = 30.0

_terms: Cache[str, Sequence[Term]] = Cache(most=1, seconds=CACHE_SECONDS)


async def all_terms() -> Sequence[Term]:
    """Every term, archived ones included, in their order. They are everybody's: change none of them."""
    # What a transaction has changed is not true for others, and may never be.
    return await (_load(VOCABULARY) if inside_transaction() else _terms.get(VOCABULARY, _load)) or ()


async def _load(_key: str) -> Sequence[Term]:
    return await Term.all().order_by("position", "name_en", "id")


async def vocabulary_changed() -> None:
    """Tell every process to read the vocabulary anew; call it inside the transaction that changes it."""
    forget()
    await bus.signal(VOCABULARY, {})


def forget() -> None:
    """Read the vocabulary anew in this process."""
    _terms.forget()


def listen(to: bus.Bus) -> None:
    """Follow what other processes change."""
    to.on_signal(VOCABULARY, lambda _data: forget())
    to.on_gap(forget)
