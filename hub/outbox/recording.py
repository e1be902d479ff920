"""Writing an event in the transaction that made it true."""

import json

from hub.database import connection, inside_transaction
from hub.outbox.bus import CHANNEL
from hub.outbox.consumers import consumers_of
from hub.outbox.events import Event

# One statement: the event, a delivery for each consumer, and the wake-up that PostgreSQL sends on commit.
_RECORD = """
WITH recorded AS (INSERT INTO event (type, data, at) VALUES ($1, $2::jsonb, now()) RETURNING id, at),
owed AS (
    INSERT INTO delivery (event_id, consumer, failures, run_at, last_error)
    SELECT recorded.id, name, 0, recorded.at, '' FROM recorded, unnest($3::text[]) AS name
)
SELECT id, pg_notify($4, json_build_object('id', id, 'at', at, 'type', $1::text, 'data', $2::json)::text)
FROM recorded
"""


class OutsideTransaction(RuntimeError):
    """An event was recorded outside a transaction, where it could be lost or tell of what never happened."""


async def record(event: Event) -> int:
    """Record `event` and owe it to its consumers when the surrounding transaction commits. Returns its id."""
    if not inside_transaction():
        raise OutsideTransaction(event.type)
    data = json.dumps(event.data())
    rows = await connection().execute_query_dict(
        _RECORD, [event.type, data, consumers_of(event.type), CHANNEL]
    )
    return int(rows[0]["id"])
