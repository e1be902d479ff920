"""Handing deliveries to their consumers: claimed with a lease, retried with back-off, parked when hopeless."""

import asyncio
import json
import logging
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from hub.database import connection
from hub.outbox.consumers import Consumer, Happened, TryLater
from hub.outbox.events import restore
from hub.outbox.finishing import finished, heed_cancellation
from hub.outbox.leases import renewed

log = logging.getLogger(__name__)

LEASE_SECONDS = 15
PARK_AFTER_FAILURES = 10
IDLE_SECONDS = 5.0
LONGEST_BACKOFF_SECONDS = 600

_CLAIM = """
WITH mine AS (
    SELECT id FROM delivery
    WHERE consumer = $1 AND parked_at IS NULL AND run_at <= now() AND (lease_until IS NULL OR lease_until < now())
    ORDER BY run_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
)
UPDATE delivery SET lease_until = now() + make_interval(secs => $3)
FROM mine, event WHERE delivery.id = mine.id AND event.id = delivery.event_id
RETURNING delivery.id, delivery.event_id, delivery.failures, event.type, event.data::text AS data, event.at
"""


@dataclass(frozen=True)
class Claim:
    """A delivery that this worker holds for the length of its lease."""

    id: int
    failures: int
    happened: Happened


async def deliver_forever(consumer: Consumer, woken: asyncio.Event) -> None:
    """Work off one consumer's deliveries until cancelled; `woken` is set when something new was recorded."""
    while True:
        woken.clear()
        try:
            handled = await deliver_once(consumer)
        except Exception:
            # The database may be away for a while; the deliveries are safe in it.
            log.exception("%s cannot fetch its deliveries", consumer.name)
            handled = 0
            await asyncio.sleep(1)
        heed_cancellation()
        if handled:
            await asyncio.sleep(consumer.pause)
        if handled < consumer.batch:
            # Not wait_for, which before Python 3.12 forgets a cancellation that meets the wake-up.
            with suppress(TimeoutError):
                async with asyncio.timeout(IDLE_SECONDS * random.uniform(0.2, 0.4)):  # noqa: S311
                    await woken.wait()


async def deliver_once(consumer: Consumer) -> int:
    """Claim and handle at most one batch, which a cancellation lets end. Returns how many deliveries were claimed."""
    claims = await _claim(consumer)
    if claims:
        try:
            async with renewed(partial(_renew, claims), LEASE_SECONDS / 3):
                await finished(_handle(consumer, claims))
        except asyncio.CancelledError:
            # What took too long is another worker's now, not only when the lease has run out.
            await _give_back(claims)
            raise
    return len(claims)


async def _claim(consumer: Consumer) -> list[Claim]:
    rows = await connection().execute_query_dict(_CLAIM, [consumer.name, consumer.batch, LEASE_SECONDS])
    return [
        Claim(
            row["id"],
            row["failures"],
            Happened(restore(row["type"], json.loads(row["data"])), row["event_id"], row["at"]),
        )
        for row in sorted(rows, key=lambda row: row["id"])
    ]


async def _renew(claims: Sequence[Claim]) -> None:
    await connection().execute_query(
        "UPDATE delivery SET lease_until = now() + make_interval(secs => $1) WHERE id = ANY($2)",
        [LEASE_SECONDS, [claim.id for claim in claims]],
    )


async def _handle(consumer: Consumer, claims: Sequence[Claim]) -> None:
    try:
        await consumer.handle([claim.happened for claim in claims])
    except TryLater as error:
        await _postpone(claims, error.seconds, str(error))
    except Exception as error:
        if len(claims) > 1:
            # One bad event must not hold up, or park, its companions.
            for claim in claims:
                await _handle(consumer, [claim])
        else:
            log.exception("%s failed on %s", consumer.name, claims[0].happened)
            await _count_failure(claims[0], f"{type(error).__name__}: {error}")
    else:
        await connection().execute_query(
            "DELETE FROM delivery WHERE id = ANY($1)", [[claim.id for claim in claims]]
        )


async def _give_back(claims: Sequence[Claim]) -> None:
    await connection().execute_query(
        "UPDATE delivery SET lease_until = NULL WHERE id = ANY($1)", [[claim.id for claim in claims]]
    )


async def _postpone(claims: Sequence[Claim], seconds: float, reason: str) -> None:
    await connection().execute_query(
        "UPDATE delivery SET lease_until = NULL, run_at = now() + make_interval(secs => $1), last_error = $2"
        " WHERE id = ANY($3)",
        [seconds, reason, [claim.id for claim in claims]],
    )


async def _count_failure(claim: Claim, reason: str) -> None:
    failures = claim.failures + 1
    backoff = min(2.0**failures, LONGEST_BACKOFF_SECONDS) * random.uniform(0.8, 1.2)  # noqa: S311
    await connection().execute_query(
        "UPDATE delivery SET failures = $1, last_error = $2, lease_until = NULL,"
        " run_at = now() + make_interval(secs => $3), parked_at = CASE WHEN $4 THEN now() END WHERE id = $5",
        [failures, reason[:2000], backoff, failures >= PARK_AFTER_FAILURES, claim.id],
    )
