"""The numbers on the bells of many people at once."""

from collections.abc import Collection
from typing import Any

from discussions.live import TopicAccess
from discussions.policy import may_see
from hub.database import connection
from hub.identity import Reader
from notifications import reasons

# Apart by all that decides who may see a thread or an article.
_UNREAD = """
SELECT notification.user_id, count(*) AS unread,
    notification.thread_id IS NOT NULL AS of_thread, thread.audience_id AS thread_audience_id,
    thread.hidden_at IS NOT NULL AS hidden,
    CASE WHEN thread.hidden_at IS NOT NULL THEN thread.author_id END AS author_id,
    notification.article_id IS NOT NULL AS of_article, article.audience_id AS article_audience_id,
    notification.defect_id IS NOT NULL AS of_defect, defect.audience_id AS defect_audience_id,
    defect.author_id = notification.user_id AS own_defect,
    notification.opinion_topic_id IS NOT NULL AS of_topic, topic.audience_id AS topic_audience_id,
    coalesce(defect.team_id, topic.team_id) AS team_id, notification.reason = ANY($2) AS for_team
FROM notification
LEFT JOIN thread ON thread.id = notification.thread_id
LEFT JOIN article ON article.id = notification.article_id
LEFT JOIN defect ON defect.id = notification.defect_id
LEFT JOIN topic ON topic.id = notification.opinion_topic_id
WHERE notification.user_id = ANY($1) AND notification.read_at IS NULL
GROUP BY 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
"""


async def unread_counts(readers: Collection[Reader]) -> dict[int, int]:
    """`inbox.unread_count` of each reader by id, in one query; a test holds the two against each other."""
    by_id = {reader.id: reader for reader in readers}
    counts = dict.fromkeys(by_id, 0)
    for row in await connection().execute_query_dict(_UNREAD, [list(by_id), list(reasons.for_team())]):
        if _visible(by_id[row["user_id"]], row):
            counts[row["user_id"]] += row["unread"]
    return counts


def _visible(reader: Reader, row: dict[str, Any]) -> bool:
    if row["of_thread"] and not may_see(
        reader, TopicAccess(row["thread_audience_id"], row["hidden"], row["author_id"])
    ):
        return False
    if row["of_article"] and row["article_audience_id"] not in reader.audience_ids:
        return False
    return _visible_to_team(reader, row) if row["of_defect"] or row["of_topic"] else True


def _visible_to_team(reader: Reader, row: dict[str, Any]) -> bool:
    reviews = row["team_id"] in reader.group_ids
    if row["of_defect"]:
        reads = bool(row["own_defect"]) or row["defect_audience_id"] in reader.audience_ids
    else:
        reads = reviews or row["topic_audience_id"] in reader.audience_ids
    return reads and (reviews or not row["for_team"])
