"""The worker's part in mail: writes and hands over what is owed, one mail after another."""

import asyncio
import logging
from contextlib import AsyncExitStack, suppress
from typing import Any

from hub.database import connection, now
from hub.outbox.bus import Bus
from hub.outbox.finishing import finished, heed_cancellation
from hub.settings import Settings, get_settings
from notifications import signals
from notifications.mailer import queue
from notifications.mailer.letters import Later, Letter, NotOwed
from notifications.mailer.writing import write
from notifications.models import Mail
from notifications.smtp import troubles
from notifications.smtp.message import BadAddress, compose
from notifications.smtp.returning import return_address
from notifications.smtp.transports import (
    Away,
    Deferred,
    NoSuchAddress,
    NotRelayed,
    Refused,
    Transport,
    opened,
)
from notifications.smtp.troubles import Fault

log = logging.getLogger(__name__)

IDLE_SECONDS = 5.0
# After each mail: writing one takes as long as several pages, and people who wait for a page come first.
REST_SECONDS = 0.02
LONGEST_PAUSE_SECONDS = 60.0

_STATE = """
SELECT count(*) FILTER (WHERE state = 'queued') AS queued, count(*) FILTER (WHERE state = 'failed') AS failed,
    coalesce(greatest(extract(epoch FROM now() - min(run_at) FILTER (WHERE state = 'queued')), 0), 0)::float
        AS lag_seconds,
    (SELECT count(*) FROM address_trouble WHERE stopped_at IS NOT NULL) AS stopped
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
        heed_cancellation()
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
        async with AsyncExitStack() as stack:
            async with queue.renewed(mail):
                transport = await stack.enter_async_context(opened(settings))
            while mail is not None:
                async with queue.renewed(mail):
                    going_on = await finished(_send(mail, transport, settings))
                handled += 1
                mail = None
                # After a broken dialogue the connection may be out of step; the rest goes over a new one.
                if going_on:
                    await asyncio.sleep(REST_SECONDS)
                    mail = await queue.claim()
    except asyncio.CancelledError:
        if mail is not None:
            await queue.give_back(mail)
        raise
    except Away as error:
        await troubles.note(error.fault, str(error))
        if mail is not None:
            await queue.put_back(mail, str(error))
        raise
    return handled


async def _send(mail: Mail, transport: Transport, settings: Settings) -> bool:
    """Send one mail and note what became of it. Returns whether the transport can be used further."""
    try:
        letter = await write(mail)
    except NotOwed as reason:
        await queue.dropped(mail, str(reason))
    except Later as later:
        await queue.postponed(mail, later.until)
    except Exception as error:
        # A fault of ours in one mail must not keep the others from leaving.
        log.exception("Cannot write mail %s", mail.id)
        await queue.try_later(mail, _said(error))
    else:
        return await _hand_over(mail, letter, transport, settings)
    return True


async def _hand_over(mail: Mail, letter: Letter, transport: Transport, settings: Settings) -> bool:
    try:
        message = compose(letter, settings, now())
        await transport.send(message, f"{mail.id:08d}-{mail.template}", return_address(mail.id, settings))
    except (BadAddress, NoSuchAddress) as error:
        await queue.failed(mail, _said(error))
        await troubles.stop(letter.address, str(error))
    except Refused as error:
        await queue.failed(mail, _said(error))
    except NotRelayed as error:
        await queue.keep(mail, _said(error))
        await troubles.note(Fault.RELAY, str(error))
    except Deferred as error:
        if not await queue.try_later(mail, _said(error)):
            await troubles.count_soft(letter.address, str(error))
        return False
    except Away:
        raise
    except Exception as error:
        log.exception("Cannot send mail %s", mail.id)
        await queue.try_later(mail, _said(error))
    else:
        await queue.sent(mail, letter.address)
        await troubles.mended()
    return True


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


async def state() -> dict[str, Any]:
    """For the health page: where mail goes, how much waits, and what keeps it from leaving."""
    [row] = await connection().execute_query_dict(_STATE)
    found = await troubles.faults()
    if found:
        # What the server said may name somebody's address, and this page is open to everybody.
        fault = found[0].fault
        return {"state": "away" if fault == Fault.AWAY else "failing", "reason": fault, **dict(row)}
    if not get_settings().smtp_url:
        return {"state": "folder", **dict(row)}
    return {"state": "behind" if row["lag_seconds"] > 60 else "ok", **dict(row)}
