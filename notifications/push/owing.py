"""Which messages are owed: rows in the transaction that wrote the lines into the inboxes."""

from collections.abc import Iterable

from hub.database import connection
from hub.outbox import bus
from notifications.mailer.owing import GRACE, Told

PUSH = "push"

_OWE = """
INSERT INTO push (subscription_id, notification_id, failures, run_at, created_at)
SELECT push_subscription.id, told.notification_id, 0, now() + $3::interval, now()
FROM unnest($1::bigint[], $2::bigint[]) AS told(user_id, notification_id)
JOIN push_subscription ON push_subscription.user_id = told.user_id
ON CONFLICT (subscription_id, notification_id) DO NOTHING
RETURNING id
"""


async def owe_told(told: Iterable[Told]) -> None:
    """Owe a message to every browser of these people that asked to be told; who sees it at once gets none."""
    news = list(told)
    owed = await connection().execute_query_dict(
        _OWE, [[one.user_id for one in news], [one.notification_id for one in news], GRACE]
    )
    if owed:
        await bus.signal(PUSH, {})
