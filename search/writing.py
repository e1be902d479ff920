"""Writing to the index, from loading what is current to enqueueing it, as one step for each thing."""

from collections.abc import Collection, Mapping, Sequence

from hub.database import in_transaction
from search import documents, indexes
from search.defects.documents import of_defects, of_topics
from search.documents import Changes
from search.engine import EngineAway, engine

_DOCUMENTS = 2000  # in one request


async def write(
    *,
    threads: Collection[int] = (),
    posts: Mapping[int, int] | None = None,
    articles: Collection[int] = (),
    defects: Collection[int] = (),
    topics: Collection[int] = (),
    into: Sequence[str] = (),
) -> list[int]:
    """Bring these up to date in the named indexes, or in every one there is. Returns the engine's tasks.

    `posts` maps ids of posts to their threads. Two writers of the same thing take turns from loading to
    enqueueing, so what was loaded last is also written last.
    """
    posts = posts or {}
    async with in_transaction():
        await indexes.hold_for_writing([*threads, *posts.values()], articles, defects, topics)
        targets = into or await indexes.present()
        if not targets:
            raise EngineAway("The index is not built yet.")
        changes = Changes()
        changes.extend(await documents.of_threads(threads))
        changes.extend(await documents.of_posts(posts))
        changes.extend(await documents.of_articles(articles))
        changes.extend(await of_defects(defects))
        changes.extend(await of_topics(topics))
        return [task for target in targets for task in await _enqueue(target, changes)]


async def _enqueue(index: str, changes: Changes) -> list[int]:
    tasks = []
    for start in range(0, len(changes.documents), _DOCUMENTS):
        tasks.append(await engine().add(index, changes.documents[start : start + _DOCUMENTS]))
    if changes.stale:
        tasks.append(await engine().delete(index, " OR ".join(f"({one})" for one in changes.stale)))
    return tasks
