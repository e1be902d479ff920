"""The worker's part: encrypts what is owed and hands it to the push services."""

import asyncio
import logging
import time
from contextlib import suppress
from datetime import timedelta
from random import uniform
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession
from pywebpush import WebPusher

from hub.database import connection, now
from hub.outbox.bus import Bus
from hub.outbox.finishing import heed_cancellation
from notifications.models import Notification
from notifications.push.keys import contact, vapid
from notifications.push.models import Push, PushSubscription
from notifications.push.owing import PUSH
from notifications.push.reach import LONGEST_CALL_SECONDS, PUBLIC, Reach
from notifications.push.writing import Message, write

log = logging.getLogger(__name__)

IDLE_SECONDS = 5.0
SHORTEST_PAUSE_SECONDS = 0.2
AT_ONE_GO = 20
LEASE_SECONDS = 3 * LONGEST_CALL_SECONDS
FIRST_BACKOFF_SECONDS, LONGEST_BACKOFF_SECONDS = 15.0, 3600.0
# Later it is told by the bell, and by mail.
WORTH_TELLING = timedelta(hours=12)

# The push service knows this browser no more (RFC 8030, 7.3).
_GONE = (404, 410)
# The message itself cannot be delivered, however often it is sent.
_HOPELESS = (400, 413)

_CLAIM = """
UPDATE push SET lease_until = now() + make_interval(secs => $1) WHERE id IN (
    SELECT id FROM push WHERE run_at <= now() AND (lease_until IS NULL OR lease_until < now())
    ORDER BY run_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
) RETURNING id
"""
_NEXT = """
SELECT extract(epoch FROM min(greatest(run_at, coalesce(lease_until, run_at))) - now())::float AS seconds FROM push
"""


class NotTaken(Exception):
    """A push service did not take a message now; `after` is how many seconds it asks to wait, 0 when it does not."""

    def __init__(self, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.after = after


async def send_forever(bus: Bus) -> None:
    """Send messages when they are due until cancelled."""
    woken = asyncio.Event()
    bus.on_signal(PUSH, lambda _data: woken.set())
    bus.on_gap(woken.set)
    while True:
        woken.clear()
        wait = IDLE_SECONDS
        try:
            [row] = await connection().execute_query_dict(_NEXT)
            if row["seconds"] is not None:
                wait = min(wait, row["seconds"])
            if wait <= 0 and await _send_all():
                continue
        except Exception:
            # The database may be away; what is owed is safe in it.
            log.exception("Cannot look after the messages to devices")
            wait = 1.0
        heed_cancellation()
        with suppress(TimeoutError):
            async with asyncio.timeout(max(wait, SHORTEST_PAUSE_SECONDS)):
                await woken.wait()


async def _send_all() -> int:
    sent = 0
    async with PUBLIC.opened() as client:
        while handled := await send_due(client, PUBLIC):
            sent += handled
    return sent


async def send_due(client: ClientSession, reach: Reach) -> int:
    """Send what is due now, some at a time, to endpoints within `reach`. Returns how many were handled."""
    rows = await connection().execute_query_dict(_CLAIM, [LEASE_SECONDS, AT_ONE_GO])
    owed = Push.filter(id__in=[row["id"] for row in rows]).select_related(
        "subscription", "notification__actor"
    )
    await asyncio.gather(*[_send(push, client, reach) for push in await owed])
    return len(rows)


async def _send(push: Push, client: ClientSession, reach: Reach) -> None:
    subscription, notification = push.subscription, push.notification
    assert isinstance(subscription, PushSubscription)
    assert isinstance(notification, Notification)
    try:
        message = await write(notification) if push.created_at > now() - WORTH_TELLING else None
        if message is None or notification.user_id != subscription.user_id:
            await push.delete()
            return
        await _hand_over(push, subscription, message, client, reach)
    except NotTaken as error:
        await _try_later(push, str(error), error.after)
    except Exception as error:
        # A fault of ours in one message must not keep the others from leaving.
        log.exception("Cannot send push message %s", push.id)
        await _try_later(push, str(error))


async def _hand_over(
    push: Push, subscription: PushSubscription, message: Message, client: ClientSession, reach: Reach
) -> None:
    if not reach.allows(subscription.endpoint):
        await subscription.delete()
        return
    status = await _post(subscription, message, client)
    if status in _GONE:
        log.info("Push subscription %s is gone", subscription.uid)
        await subscription.delete()
    elif status in _HOPELESS:
        log.warning("Push message %s was refused for good with status %s", push.id, status)
        await push.delete()
    else:
        await push.delete()
        await PushSubscription.filter(id=subscription.id).update(used_at=now())


async def _post(subscription: PushSubscription, message: Message, client: ClientSession) -> int:
    """The status of a push service that took or refused a message for good; NotTaken for everything else."""
    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    body = WebPusher({"endpoint": subscription.endpoint, "keys": keys}).encode(message.payload)["body"]
    headers = {
        "Content-Encoding": "aes128gcm",
        "TTL": str(int(WORTH_TELLING.total_seconds())),
        "Topic": message.topic,
        **_signature(subscription.endpoint),
    }
    try:
        # A redirect could lead anywhere; of what the server says only the status counts.
        async with client.post(
            subscription.endpoint, data=body, headers=headers, allow_redirects=False
        ) as answer:
            status, wait = answer.status, answer.headers.get("Retry-After", "")
    except (ClientError, OSError, TimeoutError) as error:
        raise NotTaken(f"{type(error).__name__}: {error}") from error
    if status // 100 == 2 or status in (*_GONE, *_HOPELESS):
        return status
    raise NotTaken(f"status {status}", float(wait) if wait.isascii() and wait.isdigit() else 0.0)


def _signature(endpoint: str) -> dict[str, str]:
    """The header by which the push service knows who sends (RFC 8292)."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time() + WORTH_TELLING.total_seconds()),
        "sub": contact(),
    }
    signed: dict[str, str] = vapid().sign(claims)
    return signed


async def _try_later(push: Push, reason: str, after: float = 0.0) -> None:
    pause = min(FIRST_BACKOFF_SECONDS * 2 ** min(push.failures, 20), LONGEST_BACKOFF_SECONDS)
    pause = max(pause * uniform(0.8, 1.2), min(after, LONGEST_BACKOFF_SECONDS))  # noqa: S311
    log.info("Push message %s was not taken (%s); trying again in %.0f s", push.id, reason, pause)
    await Push.filter(id=push.id).update(
        failures=push.failures + 1, lease_until=None, run_at=now() + timedelta(seconds=pause)
    )
