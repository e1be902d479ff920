"""The numbers on the bells of many people at once."""

from collections.abc import Collection
from typing import Any

from discussions.live import TopicAccess
from discussions.policy import may_see
from hub.database import connection
from hub.identity import Reader

# Apart by all that decides who may see a thread or an article.
_UNREAD = """
SELECT notification.user_id, count(*) AS unread,
    notification.thread_id IS NOT NULL AS of_thread, thread.audience_id AS thread_audience_id,
    thread.hidden_at IS NOT NULL AS hidden,
    CASE WHEN thread.hidden_at IS NOT NULL THEN thread.author_id END AS author_id,
    notification.article_id IS NOT NULL AS of_article, article.audience_id AS article_audience_id
FROM notification
LEFT JOIN thread ON thread.id = notification.thread_id
LEFT JOIN article ON article.id = notification.article_id
WHERE notification.user_id = ANY($1) AND notification.read_at IS NULL
GROUP BY 1, 3, 4, 5, 6, 7, 8
"""


async def unread_counts(readers: Collection[Reader]) -> dict[int, int]:
    """`inbox.unread_count` of each reader by id, in one query; a test holds the two against each other."""
    by_id = {reader.id: reader for reader in readers}
    counts = dict.fromkeys(by_id, 0)
    for row in await connection().execute_query_dict(_UNREAD, [list(by_id)]):
        if _visible(by_id[row["user_id"]], row):
            counts[row["user_id"]] += row["unread"]
    return counts


def _visible(reader: Reader, row: dict[str, Any]) -> bool:
    if row["of_thread"] and not may_see(
        reader, TopicAccess(row["thread_audience_id"], row["hidden"], row["author_id"])
    ):
        return False
    return not row["of_article"] or row["article_audience_id"] in reader.audience_ids
