"""The index and the fresh one beside it during a reindex: names, settings, locks."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from hub import installation
from hub.database import connection
from hub.settings import get_settings
from hub.vocabulary.models import Term
from search.documents import FORMAT
from search.engine import engine
from search.relevance.index_settings import SETTINGS, synonyms

MARK = "complete"
"""Id of the document that is written last: an index without it, or of another format or other data, is not asked."""

_WHOLE_INDEX = 7_000_000_000_000_000_000
_THREADS = 7_100_000_000_000_000_000
_ARTICLES = 7_200_000_000_000_000_000
REINDEX_LOCK = 7_300_000_000_000_000_000
_DEFECTS = 7_400_000_000_000_000_000
_TOPICS = 7_500_000_000_000_000_000


def main() -> str:
    """The index that is asked."""
    return get_settings().meili_index


def fresh() -> str:
    """The index that a reindex fills."""
    return f"{main()}_fresh"


async def present() -> list[str]:
    """Which of the two exist: the ones to write to."""
    names = await engine().indexes()
    return [name for name in (main(), fresh()) if name in names]


async def complete() -> bool:
    """Whether the index can be asked: filled, and of the present format."""
    found = await engine().document(main(), MARK)
    return found is not None and found.get("format") == (await mark())["format"]


async def mark() -> dict[str, Any]:
    """The document that tells that an index is complete. Without an audience, it is in nobody's results.

    It names the line of the data: an index that was built from what a restore has replaced is not complete.
    """
    return {"id": MARK, "format": f"{_format()}-{await installation.uid()}"}


async def settings() -> dict[str, Any]:
    """The settings of an index, with the synonyms of the vocabulary."""
    return {**SETTINGS, "synonyms": await vocabulary_synonyms()}


async def vocabulary_synonyms() -> dict[str, list[str]]:
    """Names in both languages and nicknames of every term."""
    terms = await Term.filter(archived_at__isnull=True)
    return synonyms([term.name_en, term.name_zh, *term.nicknames] for term in terms)


async def hold_for_writing(
    thread_ids: Iterable[int],
    article_ids: Iterable[int],
    defect_ids: Iterable[int],
    topic_ids: Iterable[int],
) -> None:
    """Until the transaction ends, nobody else writes these, and no reindex swaps the indexes."""
    await connection().execute_query("SELECT pg_advisory_xact_lock_shared($1)", [_WHOLE_INDEX])
    held = ((_THREADS, thread_ids), (_ARTICLES, article_ids), (_DEFECTS, defect_ids), (_TOPICS, topic_ids))
    keys = sorted({first + id_ for first, ids in held for id_ in ids})
    # Always in the order of the list, so that two workers do not wait for each other.
    await connection().execute_query(
        "SELECT pg_advisory_xact_lock(key) FROM unnest($1::bigint[]) key", [keys]
    )


async def hold_for_swapping() -> None:
    """Until the transaction ends, nobody writes."""
    await connection().execute_query("SELECT pg_advisory_xact_lock($1)", [_WHOLE_INDEX])


def _format() -> str:
    settings_ = json.dumps(SETTINGS, sort_keys=True).encode()
    return f"{FORMAT}-{hashlib.sha256(settings_).hexdigest()[:12]}"
