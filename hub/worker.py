"""The worker: hands events to their consumers, sends mail, and tidies up."""

import asyncio
import logging

from hub import composition
from hub.database import connected, connection
from hub.identity import readers
from hub.outbox.bus import Bus
from hub.outbox.consumers import consumers
from hub.outbox.delivering import deliver_forever
from hub.settings import Settings
from notifications import mailer
from search.reindex import keep_complete

log = logging.getLogger(__name__)

TIDY_SECONDS = 3600

# Sessions, reset links and tries are worthless after their time; events after a month have told everybody.
_TIDY = (
    "DELETE FROM session WHERE expires_at < now()",
    "DELETE FROM password_reset WHERE expires_at < now() - interval '7 days'",
    "DELETE FROM attempt WHERE at < now() - interval '1 day'",
    "DELETE FROM event WHERE at < now() - interval '30 days'"
    " AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.event_id = event.id)",
    "DELETE FROM mail WHERE state IN ('sent', 'dropped') AND created_at < now() - interval '30 days'",
)


async def run(settings: Settings) -> None:
    """A worker process of its own; runs until cancelled."""
    composition.wire()
    bus = Bus()
    async with connected(settings):
        readers.listen(bus)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(bus.run(settings))
            tasks.create_task(work(bus, settings))


async def work(bus: Bus, settings: Settings) -> None:
    """Everything a worker does, inside a process that has a database connection; runs until cancelled."""
    woken = {consumer.name: asyncio.Event() for consumer in consumers()}

    def wake() -> None:
        for event in woken.values():
            event.set()

    bus.on_event(lambda _happened: wake())
    bus.on_gap(wake)
    async with asyncio.TaskGroup() as tasks:
        for consumer in consumers():
            tasks.create_task(deliver_forever(consumer, woken[consumer.name]))
        tasks.create_task(mailer.send_forever(bus, settings))
        tasks.create_task(tidy_forever())
        tasks.create_task(keep_complete())


async def tidy_forever() -> None:
    """Delete what nobody needs any more, every hour."""
    while True:
        for statement in _TIDY:
            try:
                await connection().execute_query(statement)
            except Exception:
                # The database may be away; the next hour does the work of this one.
                log.exception("Tidying up failed")
        await asyncio.sleep(TIDY_SECONDS)
