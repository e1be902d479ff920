"""How the engine reads and orders documents."""

from collections.abc import Iterable
from typing import Any

from search.relevance.words import STOP_WORDS, comparable

FACETS = (
    "type",
    "state",
    "kind",
    "product",
    "competitor",
    "personality",
    "size",
    "industry",
    "purchasing_power",
    "stage",
    "tag",
)
"""Fields that are counted and filtered by on the search page; from `product` on they hold ids of terms."""

WORDS = ["title", "text", "labels"]
"""Where words are looked for; `characters` is for parts of Chinese words."""

SETTINGS: dict[str, Any] = {
    "searchableAttributes": [*WORDS, "characters"],
    # `holds` puts what has expired behind, `rank` decides between equals only: validated above unvalidated, solved
    # above open, the beginning first.
    "rankingRules": [
        "sort",
        "words",
        "typo",
        "holds:desc",
        "proximity",
        "attribute",
        "exactness",
        "rank:desc",
    ],
    "distinctAttribute": "object",
    "filterableAttributes": [
        *FACETS,
        "id",
        "object",
        "audience",
        "author",
        "team",
        "reporter",
        "hidden",
        "post",
        "part",
        "created",
    ],
    "sortableAttributes": ["rank", "holds", "created"],
    # Without it a short Chinese text may pass for Japanese.
    "localizedAttributes": [{"attributePatterns": ["*"], "locales": ["cmn", "eng"]}],
    "stopWords": sorted(STOP_WORDS),
    # 3999 is not 3998, and ZD421 not ZD420.
    "typoTolerance": {"minWordSizeForTypos": {"oneTypo": 4, "twoTypos": 8}, "disableOnNumbers": True},
    "pagination": {"maxTotalHits": 100_000},
    "faceting": {"maxValuesPerFacet": 200, "sortFacetValuesBy": {"*": "count"}},
}


def synonyms(words: Iterable[Iterable[str]]) -> dict[str, list[str]]:
    """The engine's synonyms from groups of words that mean the same: each leads to all others of its group."""
    meant: dict[str, set[str]] = {}
    for group in words:
        same = {comparable(word) for word in group if word.strip()}
        for word in same:
            meant.setdefault(word, set()).update(same - {word})
    return {word: sorted(others) for word, others in sorted(meant.items()) if others}
