"""Asking for the results of activities that are over: once for each last day, whoever runs the activity."""

from datetime import datetime

from hub.accounts.models import User
from hub.audiences.operations import members_of
from hub.database import connection, in_transaction
from hub.outbox import record
from knowledge.activities.queries import DUE_AFTER, KIND
from knowledge.events import ResultOverdue
from knowledge.models import Article

# Workers may look at the same moment; the row says who of them asks.
_OVERDUE = """
INSERT INTO result_request (article_id, ends_on, asked_at)
SELECT id, ends_on, $1 FROM article
WHERE kind = $2 AND confidence <> 'archived' AND coalesce(content ->> 'result', '') = ''
    AND ends_on < ($1::timestamptz AT TIME ZONE 'UTC')::date - $3::int
    AND NOT EXISTS (
        SELECT FROM result_request asked WHERE asked.article_id = article.id AND asked.ends_on = article.ends_on
    )
ORDER BY ends_on LIMIT $4
ON CONFLICT DO NOTHING
RETURNING article_id
"""


async def ask_for_results(moment: datetime, most: int) -> int:
    """Record which results are overdue at a moment, at most that many. Returns how many that were."""
    async with in_transaction():
        rows = await connection().execute_query_dict(_OVERDUE, [moment, KIND, DUE_AFTER.days, most])
        articles = await Article.filter(id__in=[row["article_id"] for row in rows])
        for article in articles:
            event = ResultOverdue(article_id=article.id, actor_id=None, asked_id=await _asked(article))
            await record(event)
    return len(rows)


async def _asked(article: Article) -> int:
    """Who runs the activity, if they can still read about it; otherwise who owns the article."""
    uid = article.content.get("runner")
    runner = await User.get_or_none(uid=uid, active=True) if uid else None
    return runner.id if runner and runner.id in await members_of(article.audience_id) else article.owner_id
