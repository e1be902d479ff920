"""What the index may still show although it must not: narrowed, hidden or deleted a moment ago.

From the commit of such a change until the engine has followed, its delivery is owed. That is what is read here.
"""

from dataclasses import dataclass

from discussions.events import PostDeleted, ThreadAudienceChanged, ThreadHidden
from hub.database import connection
from knowledge.defects.events import DefectAudienceChanged, TopicChanged
from knowledge.events import ArticleAudienceChanged
from search.consumers import NAME

_OWED = """
SELECT type, (data->>'thread_id')::bigint AS thread_id, (data->>'post_id')::bigint AS post_id,
    (data->>'article_id')::bigint AS article_id, (data->>'defect_id')::bigint AS defect_id,
    (data->>'topic_id')::bigint AS topic_id
FROM delivery JOIN event ON event.id = delivery.event_id
WHERE consumer = $1 AND type = ANY($2)
"""
_NARROWING = [
    event.type
    for event in (
        ThreadAudienceChanged,
        ThreadHidden,
        PostDeleted,
        ArticleAudienceChanged,
        DefectAudienceChanged,
        TopicChanged,
    )
]


@dataclass(frozen=True)
class Pending:
    """Objects (as the index names them) and ids of posts that no answer from the index may contain."""

    objects: frozenset[str]
    posts: frozenset[int]

    def filters(self) -> list[str]:
        """As conditions for the engine."""
        conditions = []
        if self.objects:
            conditions.append(f"object NOT IN [{', '.join(sorted(self.objects))}]")
        if self.posts:
            conditions.append(f"post NOT IN [{', '.join(map(str, sorted(self.posts)))}]")
        return conditions


async def pending() -> Pending:
    """Everything whose narrowing the index has not followed yet."""
    objects: set[str] = set()
    posts: set[int] = set()
    for owed in await connection().execute_query_dict(_OWED, [NAME, _NARROWING]):
        if owed["type"] == PostDeleted.type:
            posts.add(owed["post_id"])
            continue
        for kind in ("thread", "article", "defect", "topic"):
            if id_ := owed[f"{kind}_id"]:
                objects.add(f"{kind}-{id_}")
    return Pending(frozenset(objects), frozenset(posts))
