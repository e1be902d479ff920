"""The tree of articles as one reader sees it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.database import connection
from hub.identity import Reader
from knowledge import policy
from knowledge.models import Article

_PATH = """
WITH RECURSIVE above AS (
    SELECT parent_id AS id, 1 AS height FROM article WHERE id = $1
    UNION SELECT article.parent_id, above.height + 1 FROM article JOIN above ON article.id = above.id
)
SELECT id FROM above WHERE id IS NOT NULL ORDER BY height DESC
"""
_BELOW = """
WITH RECURSIVE below AS (
    SELECT id, audience_id FROM article WHERE parent_id = $1
    UNION SELECT article.id, article.audience_id
    FROM article JOIN below ON article.parent_id = below.id AND NOT below.audience_id = ANY($2)
)
SELECT id FROM below WHERE audience_id = ANY($2)
"""
_TREE = """
SELECT id, parent_id, (audience_id = ANY($1) AND confidence <> 'archived') AS shown FROM article
WHERE parent_id IS NOT NULL OR id IN (SELECT parent_id FROM article WHERE parent_id IS NOT NULL)
"""

# More on one page nobody reads; each of them leads to its own.
MOST = 200


@dataclass(frozen=True)
class Branch:
    """An article of the tree and what stands below it; `count` is how many that are on the next level."""

    article: Article
    count: int
    below: list[Article]


async def path_of(reader: Reader, article: Article) -> list[Article]:
    """What an article stands below, from the top; without what the reader may not see."""
    if article.parent_id is None:
        return []
    rows = await connection().execute_query_dict(_PATH, [article.id])
    return await _visible(reader, [row["id"] for row in rows])


async def children_of(reader: Reader, article: Article) -> list[Article]:
    """What stands below an article, by title; below what the reader may not see, what stands there instead."""
    rows = await connection().execute_query_dict(_BELOW, [article.id, list(reader.audience_ids)])
    found = await _visible(reader, [row["id"] for row in rows])
    return sorted(found, key=lambda child: (child.title.casefold(), child.id))


async def branch_of(reader: Reader, under: Article | None) -> list[Branch]:
    """The articles on the next level below one, or at the top, each with those below it.

    What is archived or not for the reader is skipped: what stands below it stands where it stood.
    """
    rows = await connection().execute_query_dict(_TREE, [list(reader.audience_ids)])
    children: dict[int | None, list[int]] = {}
    shown = {row["id"] for row in rows if row["shown"]}
    for row in rows:
        children.setdefault(row["parent_id"], []).append(row["id"])

    def below(id_: int | None) -> list[int]:
        found, waiting = [], list(children.get(id_, []))
        while waiting:
            child = waiting.pop()
            if child in shown:
                found.append(child)
            else:
                waiting += children.get(child, [])
        return found

    level = below(under.id if under else None)
    next_level = {id_: below(id_) for id_ in level}
    known = {
        one.id: one
        for one in await _visible(reader, [*level, *(i for ids in next_level.values() for i in ids)])
    }
    made = [Branch(known[id_], len(ids), _by_title(known[i] for i in ids)) for id_, ids in next_level.items()]
    return sorted(made, key=lambda branch: branch.article.title.casefold())[:MOST]


def _by_title(articles: Iterable[Article]) -> list[Article]:
    return sorted(articles, key=lambda article: (article.title.casefold(), article.id))[:MOST]


async def _visible(reader: Reader, ids: Sequence[int]) -> list[Article]:
    """Those of the articles that the reader may see, in the same order."""
    if not ids:
        return []
    found = {article.id: article for article in await policy.visible_to(reader).filter(id__in=list(ids))}
    return [found[id_] for id_ in ids if id_ in found]
