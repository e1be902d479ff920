"""Deliveries that were parked because they failed too often: looked at, tried again, given up."""

from dataclasses import dataclass

from hub import audit
from hub.database import connection, in_transaction, now
from hub.identity import Reader
from hub.outbox.models import Delivery

_BACKLOG = """
SELECT consumer,
    count(*) FILTER (WHERE parked_at IS NULL) AS owed, count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked,
    coalesce(extract(epoch FROM now() - min(run_at) FILTER (WHERE parked_at IS NULL)), 0)::float AS lag_seconds
FROM delivery GROUP BY consumer ORDER BY consumer
"""


@dataclass(frozen=True)
class Backlog:
    """What one consumer has still to do; `lag_seconds` is how long the oldest delivery has been due."""

    consumer: str
    owed: int
    parked: int
    lag_seconds: float


async def backlogs() -> list[Backlog]:
    """The backlog of every consumer that has one."""
    return [Backlog(**row) for row in await connection().execute_query_dict(_BACKLOG)]


async def retry(actor: Reader, delivery: Delivery) -> None:
    """Try a parked delivery again at once, with all its tries before it."""
    async with in_transaction():
        changed = await Delivery.filter(id=delivery.id, parked_at__isnull=False).update(
            parked_at=None, failures=0, lease_until=None, run_at=now()
        )
        if changed:
            await audit.log(actor, "delivery.retried", "delivery", delivery.id, consumer=delivery.consumer)


async def retry_all(actor: Reader) -> int:
    """Try every parked delivery again. Returns how many there were."""
    async with in_transaction():
        count = await Delivery.filter(parked_at__isnull=False).update(
            parked_at=None, failures=0, lease_until=None, run_at=now()
        )
        if count:
            await audit.log(actor, "delivery.retried", "delivery", None, count=count)
    return count


async def drop(actor: Reader, delivery: Delivery) -> None:
    """Give a parked delivery up: its consumer never hears of the event."""
    async with in_transaction():
        if await Delivery.filter(id=delivery.id, parked_at__isnull=False).delete():
            await audit.log(
                actor,
                "delivery.dropped",
                "delivery",
                delivery.id,
                consumer=delivery.consumer,
                reason=delivery.last_error[:300],
            )
