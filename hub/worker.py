"""The worker: hands events to their consumers, sends mail, and tidies up."""

import asyncio
import logging
import signal
from collections.abc import Sequence

from discussions import outcomes
from discussions.queues.escalating import escalate_forever
from hub import composition
from hub.app import Companion
from hub.database import connected
from hub.identity import readers
from hub.monitoring import monitored
from hub.outbox.bus import Bus
from hub.outbox.consumers import consumers
from hub.outbox.delivering import deliver_forever
from hub.outbox.measuring import measure
from hub.settings import Settings
from hub.tidying import tidy_forever
from hub.vocabulary import kept
from hub.web import health
from knowledge.verification import expiring
from notifications import mailer, push
from search.reindex import keep_complete

log = logging.getLogger(__name__)


async def run(settings: Settings, companions: Sequence[Companion] = ()) -> None:
    """A worker process of its own; runs until SIGTERM or Ctrl-C, and ends what it has begun."""
    composition.wire()
    bus = Bus()
    measure(bus)
    async with connected(settings), monitored(settings):
        readers.listen(bus)
        kept.listen(bus)
        working = asyncio.create_task(_together(bus, settings, companions))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, _stop, working)
        try:
            await working
        except asyncio.CancelledError:
            log.info("Stopped")


def _stop(working: asyncio.Task[None]) -> None:
    health.stopping()
    working.cancel()


async def _together(bus: Bus, settings: Settings, companions: Sequence[Companion]) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(bus.run(settings))
        for companion in (work, *companions):
            tasks.create_task(companion(bus, settings))


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
        tasks.create_task(push.send_forever(bus))
        tasks.create_task(tidy_forever())
        tasks.create_task(expiring.watch_forever())
        tasks.create_task(outcomes.ask_forever())
        tasks.create_task(escalate_forever())
        tasks.create_task(keep_complete())
