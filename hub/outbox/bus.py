"""The bus between processes: PostgreSQL's LISTEN and NOTIFY.

It carries every committed event, and signals that are worth nothing a moment later (typing, presence). It may lose
messages while a connection is down; listeners are told of each such gap and fall back on the database.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import asyncpg

from hub.database import connection, credentials
from hub.outbox.consumers import Happened
from hub.outbox.events import restore
from hub.settings import Settings

CHANNEL = "hub"
# A network that swallows everything is told by its silence.
ANSWER_SECONDS = 10.0
log = logging.getLogger(__name__)

EventListener = Callable[[Happened], None]
SignalListener = Callable[[dict[str, Any]], None]
GapListener = Callable[[], None]


class Bus:
    """Calls its listeners for what other processes, and this one, have committed or signalled."""

    def __init__(self) -> None:
        self._event_listeners: list[EventListener] = []
        self._signal_listeners: dict[str, list[SignalListener]] = {}
        self._gap_listeners: list[GapListener] = []
        self.connected = asyncio.Event()

    def on_event(self, listener: EventListener) -> None:
        self._event_listeners.append(listener)

    def on_signal(self, kind: str, listener: SignalListener) -> None:
        self._signal_listeners.setdefault(kind, []).append(listener)

    def on_gap(self, listener: GapListener) -> None:
        """Call `listener` whenever messages may have been missed."""
        self._gap_listeners.append(listener)

    async def run(self, settings: Settings) -> None:
        """Listen until cancelled, reconnecting after half a second to ten."""
        pause = 0.5
        while True:
            try:
                await self._listen(settings)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("The bus lost its connection (%s); trying again in %s s", error, pause)
            if self.connected.is_set():
                pause = 0.5
            self.connected.clear()
            await asyncio.sleep(pause)
            pause = min(pause * 2, 10)

    async def _listen(self, settings: Settings) -> None:
        link = await asyncpg.connect(
            **credentials(settings),
            server_settings={"application_name": "hub bus"},
            timeout=ANSWER_SECONDS,
            command_timeout=ANSWER_SECONDS,
        )
        lost = asyncio.Event()
        link.add_termination_listener(lambda _link: lost.set())
        try:
            await link.add_listener(CHANNEL, self._receive)
            self.connected.set()
            for gap_listener in self._gap_listeners:
                gap_listener()
            # A silent network fault shows only when something is sent.
            while not lost.is_set():
                with suppress(TimeoutError):
                    async with asyncio.timeout(15):
                        await lost.wait()
                    break
                await link.execute("SELECT 1")
        finally:
            link.terminate()

    def _receive(self, _link: object, _pid: int, _channel: str, payload: object) -> None:
        message = json.loads(str(payload))
        try:
            if "signal" in message:
                for signal_listener in self._signal_listeners.get(message["signal"], ()):
                    signal_listener(message["data"])
            else:
                event = restore(message["type"], message["data"])
                happened = Happened(event, message["id"], datetime.fromisoformat(message["at"]))
                for listener in self._event_listeners:
                    listener(happened)
        except Exception:
            # One listener's fault must not silence the others for good.
            log.exception("A listener failed on %s", message)


async def signal(kind: str, data: dict[str, Any]) -> None:
    """Tell every process something; inside a transaction it is told on commit. At most 7,900 bytes of JSON."""
    payload = json.dumps({"signal": kind, "data": data})
    await connection().execute_query("SELECT pg_notify($1, $2)", [CHANNEL, payload])
