"""Noticing that time has passed: what has to be verified soon, and what is not validated any more.

How an article stands follows from the clock alone. This tells those who cannot look at the clock: the index, open
pages, and the people who answer for the article. Of several workers each takes what no other holds, and everything is
told once, since it is noted for which date.
"""

import asyncio
import logging
from datetime import datetime, timedelta

from hub.database import connection, in_transaction, now
from hub.outbox import record
from hub.outbox.finishing import heed_cancellation
from knowledge.activities.asking import ask_for_results
from knowledge.events import ArticleDueSoon, ArticleEvent, ArticleExpired, ArticleLapsed

log = logging.getLogger(__name__)

EVERY_SECONDS = 15.0
AT_ONE_GO = 100

# Of a short time a quarter is soon.
SOON = timedelta(days=7)

_SOON = """
UPDATE article SET reminded_for = verified_until WHERE id IN (
    SELECT id FROM article
    WHERE confidence = 'validated' AND verified_until > $1 AND verified_until <= $1 + $3::interval
        AND verified_until - least($3::interval, (verified_until - validated_at) / 4) <= $1
        AND reminded_for IS DISTINCT FROM verified_until
    ORDER BY verified_until LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
) RETURNING id
"""
_EXPIRED = """
UPDATE article SET expired_for = verified_until WHERE id IN (
    SELECT id FROM article
    WHERE confidence = 'validated' AND verified_until <= $1 AND expired_for IS DISTINCT FROM verified_until
    ORDER BY verified_until LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
) RETURNING id
"""

_LAPSED = """
UPDATE article SET lapsed_for = valid_to WHERE id IN (
    SELECT id FROM article
    WHERE valid_to < ($1::timestamptz AT TIME ZONE 'UTC')::date AND confidence <> 'archived'
        AND lapsed_for IS DISTINCT FROM valid_to
    ORDER BY valid_to LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
) RETURNING id
"""


async def watch_forever() -> None:
    """Notice what has come due within `EVERY_SECONDS`, until cancelled."""
    while True:
        try:
            while await notice() == AT_ONE_GO:
                pass
        except Exception:
            # The database may be away; the next round notices what this one missed.
            log.exception("Cannot notice which articles have expired")
        heed_cancellation()
        await asyncio.sleep(EVERY_SECONDS)


async def notice(at: datetime | None = None) -> int:
    """Record what has come due by a moment, a bounded number of articles of each sort. Returns the larger number."""
    moment = at or now()
    expired = await _recorded(_EXPIRED, ArticleExpired, moment, AT_ONE_GO)
    lapsed = await _recorded(_LAPSED, ArticleLapsed, moment, AT_ONE_GO)
    soon = await _recorded(_SOON, ArticleDueSoon, moment, AT_ONE_GO, SOON)
    overdue = await ask_for_results(moment, AT_ONE_GO)
    return max(expired, lapsed, soon, overdue)


async def _recorded(statement: str, event: type[ArticleEvent], *values: object) -> int:
    async with in_transaction():
        rows = await connection().execute_query_dict(statement, list(values))
        for row in rows:
            await record(event(article_id=row["id"], actor_id=None))
    return len(rows)
