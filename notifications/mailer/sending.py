"""The worker's part in mail: writes and hands over what is owed, one mail after another."""

import asyncio
import logging
from contextlib import suppress
from typing import Any

from hub.database import connection, now
from hub.outbox.bus import Bus
from hub.settings import Settings, get_settings
from notifications import signals
from notifications.mailer import queue
from notifications.mailer.message import BadAddress, compose
from notifications.mailer.transports import Away, Deferred, Refused, Transport, opened
from notifications.mailer.writing import NotOwed, write
from notifications.models import Mail

log = logging.getLogger(__name__)

IDLE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 60.0

_STATE = """
SELECT count(*) FILTER (WHERE state = 'queued') AS queued, count(*) FILTER (WHERE state = 'failed') AS failed,
    coalesce(extract(epoch FROM now() - min(run_at) FILTER (WHERE state = 'queued')), 0)::float AS lag_seconds
FROM mail
"""


async def send_forever(bus: Bus, settings: Settings) -> None:
    """Send mail when it is due until cancelled. While the server is away, try again after growing pauses."""
    woken = asyncio.Event()
    bus.on_signal(signals.MAIL, lambda _data: woken.set())
    bus.on_gap(woken.set)
    pause = 0.0
    while True:
        woken.clear()
        try:
            await send_due(settings)
            pause = 0.0
            wait = await queue.seconds_to_next()
        except Away as error:
            log.warning("Mail cannot be sent: %s", error)
            pause = wait = min(max(1.0, pause * 2), LONGEST_PAUSE_SECONDS)
        except Exception:
            # The database may be away; what is owed is safe in it.
            log.exception("Cannot look after the mail")
            pause = wait = min(max(1.0, pause * 2), LONGEST_PAUSE_SECONDS)
        if pause:
            await asyncio.sleep(pause)
            continue
        with suppress(TimeoutError):
            async with asyncio.timeout(min(IDLE_SECONDS, IDLE_SECONDS if wait is None else wait)):
                await woken.wait()


async def send_due(settings: Settings) -> int:
    """Send everything that is due now. Returns how many were handled; Away when nothing can be sent at all."""
    mail = await queue.claim()
    if mail is None:
        return 0
    handled = 0
    try:
        async with opened(settings) as transport:
            while mail is not None:
                going_on = await _send(mail, transport, settings)
                handled += 1
                # After a broken dialogue the connection may be out of step; the rest goes over a new one.
                mail = await queue.claim() if going_on else None
    except Away as error:
        if mail is not None:
            await queue.put_back(mail, str(error))
        raise
    return handled


async def _send(mail: Mail, transport: Transport, settings: Settings) -> bool:
    """Send one mail and note what became of it. Returns whether the transport can be used further."""
    try:
        letter = await write(mail)
        await transport.send(compose(letter, settings, now()), f"{mail.id:08d}-{mail.template}")
    except NotOwed as reason:
        await queue.dropped(mail, str(reason))
    except (BadAddress, Refused) as error:
        await queue.failed(mail, _said(error))
    except Deferred as error:
        await queue.try_later(mail, _said(error))
        return False
    except Away:
        raise
    except Exception as error:
        # A fault of ours in one mail must not keep the others from leaving.
        log.exception("Cannot write mail %s", mail.id)
        await queue.try_later(mail, _said(error))
    else:
        await queue.sent(mail, letter.address)
    return True


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


async def state() -> dict[str, Any]:
    """For the health page: where mail goes and how much waits."""
    [row] = await connection().execute_query_dict(_STATE)
    if not get_settings().smtp_url:
        return {"state": "folder", **dict(row)}
    return {"state": "behind" if row["lag_seconds"] > 60 else "ok", **dict(row)}
