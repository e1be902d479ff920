"""The gateway: turns committed events and signals into frames for the connections of this process."""

import asyncio
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from hub.identity import ACCESS_CHANGED, Reader
from hub.outbox import Happened, bus
from notifications import signals
from notifications.live.access import Access, access_to
from notifications.live.bell import Bell
from notifications.live.channel import Channel, send_permitted
from notifications.live.connection import RESTARTING, Connection
from notifications.live.events import Hearing, Renderer, hearing, moves_readers
from notifications.live.limits import Connects
from notifications.live.messages import FOR_ALL, INBOX, MOST_TOPICS, encode, error, frame
from notifications.live.presence import PRESENCE, People, Presence
from notifications.live.reports import Later
from notifications.live.viewers import Viewers
from notifications.topics import thread_of, topic_of

TYPING = "typing"
# How long a browser shows that somebody types, and how often it is told at most, in seconds.
TYPING_SHOWN = 6
TYPING_EVERY = 2.0
# Enough to tell the other processes that the last one here has gone.
LINGER_SECONDS = 2.0


class Gateway:
    """All live connections of one process. `listen` ties it to the bus."""

    def __init__(self) -> None:
        self.viewers = Viewers()
        self.connects = Connects()
        self._channels: dict[str, Channel] = {}
        self._access: dict[str, Access] = {}
        self._generation = 0
        self._presence = Presence(self._people_here, self._threads)
        self._bell = Bell(self.viewers)
        self._keeping: asyncio.Task[None] | None = None
        self._later = Later(self._hear, self._on_gap)

    def listen(self, to: bus.Bus) -> None:
        """Hear what every process commits and signals."""
        to.on_event(self._on_event)
        to.on_gap(self._on_gap)
        to.on_signal(ACCESS_CHANGED, lambda data: self._on_access(data["user_ids"]))
        to.on_signal(signals.INBOX, lambda data: self._bell.ring(data["user_ids"]))
        to.on_signal(PRESENCE, lambda data: self._show_presence(self._presence.hear(data)))
        to.on_signal(TYPING, self._on_typing)

    def join(self, reader: Reader, make: Callable[..., Connection]) -> Connection:
        """Register a connection of `reader`, made by `make(viewer)`."""
        connection = make(self.viewers.join(reader))
        connection.viewer.connections.add(connection)
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep())
        return connection

    def leave(self, connection: Connection) -> None:
        self.unsubscribe(connection, list(connection.topics))
        self.viewers.leave(connection)
        if not self.viewers:
            asyncio.get_running_loop().call_later(LINGER_SECONDS, self._rest)

    async def send_away(self, seconds: float) -> None:
        """Tell every client to connect again, to another process: over `seconds`, so that none meets a crowd."""
        connections = [connection for viewer in self.viewers for connection in viewer.connections]
        for number, connection in enumerate(connections):
            connection.end(RESTARTING)
            # A pause of a millisecond or two for each would add up to far more than asked for.
            if number % 10 == 9:
                await asyncio.sleep(seconds * 10 / len(connections))

    def _rest(self) -> None:
        if not self.viewers and self._keeping is not None:
            self._keeping.cancel()
            self._keeping = None

    async def subscribe(self, connection: Connection, topics: Iterable[str]) -> None:
        """Let a connection hear of the topics that its reader may hear of, and tell it which those are."""
        await self.viewers.settled(connection.viewer)
        permitted = []
        for topic in dict.fromkeys(topics):
            if topic in connection.topics or len(connection.topics) < MOST_TOPICS:
                if await self._permits(connection, topic):
                    self._add(connection, topic)
                    permitted.append(topic)
            else:
                connection.push(error("too_many_topics", connection.locale))
                break
        connection.push(encode({"subscribed": permitted, "spread": self.viewers.spread}))
        for topic in permitted:
            self._greet(connection, topic)

    def unsubscribe(self, connection: Connection, topics: Iterable[str]) -> None:
        for topic in connection.topics.intersection(topics):
            connection.topics.discard(topic)
            if channel := self._channels.get(topic):
                channel.listeners.discard(connection)
                self._presence.moved(filter(None, [thread_of(topic)]))
                if not channel.listeners:
                    del self._channels[topic]
                    self._access.pop(topic, None)

    async def typing(self, connection: Connection, topic: str) -> None:
        """Tell the others on a thread that this person types there."""
        thread_id = thread_of(topic)
        if thread_id is None or topic not in connection.topics:
            return
        if connection.typed_at > time.monotonic() - TYPING_EVERY or not await self._permits(
            connection, topic
        ):
            return
        connection.typed_at = time.monotonic()
        reader = connection.viewer.reader
        await bus.signal(TYPING, {"thread": thread_id, "user": {"id": reader.id, "name": reader.name}})

    async def _permits(self, connection: Connection, topic: str) -> bool:
        if topic in FOR_ALL:
            return True
        access = await self._access_to(topic)
        return access is not None and access.hears(connection.viewer.reader)

    def _add(self, connection: Connection, topic: str) -> None:
        connection.topics.add(topic)
        if topic != INBOX:
            self._channels.setdefault(topic, Channel(topic, self.viewers)).listeners.add(connection)

    def _greet(self, connection: Connection, topic: str) -> None:
        """Tell a new listener what it cannot learn from the page: who is here, how many unread there are."""
        if topic == INBOX:
            self._bell.ring([connection.viewer.reader.id])
        elif (thread_id := thread_of(topic)) is not None:
            connection.push(self._presence_frame(thread_id))
            self._presence.moved([thread_id])

    async def _access_to(self, topic: str) -> Access | None:
        """Who may hear of a thing; None when there is none. Kept while somebody here listens to it."""
        if access := self._access.get(topic):
            return access
        generation = self._generation
        access = await access_to(topic)
        # What was read before a change was announced must not outlive the announcement.
        if access and generation == self._generation and topic in self._channels:
            self._access[topic] = access
        return access

    def _on_event(self, happened: Happened) -> None:
        if not self.viewers:
            return
        heard = hearing(happened.event)
        if moves_readers(happened.event):
            self._generation += 1
            if heard is None:
                self._access.clear()
            else:
                self._access.pop(heard.topic, None)
                self._presence.moved(filter(None, [thread_of(heard.topic)]))
        if heard is not None:
            self._hear(heard, happened)
        else:
            self._later.ask(happened)

    def _hear(self, heard: Hearing, happened: Happened) -> None:
        for name, render in heard.places:
            if channel := self._channels.get(name):
                channel.put(partial(self._tell, channel, heard, happened, render))

    async def _tell(self, channel: Channel, heard: Hearing, happened: Happened, render: Renderer) -> None:
        if frames := await render(happened, channel.languages()):
            await self._send(channel, heard.topic, frames, for_team=heard.for_team)

    async def _send(
        self, channel: Channel, topic: str, frames: dict[str, bytes], *, for_team: bool = False
    ) -> None:
        """Send a channel's listeners what is about `topic`, as far as they may hear of it."""
        if access := await self._access_to(topic):
            permits = access.reviews if for_team else access.hears
            await send_permitted(channel.listeners, frames, permits, self.viewers)

    def _on_typing(self, data: dict[str, Any]) -> None:
        thread_id, user = data["thread"], data["user"]
        channel = self._channels.get(topic_of(thread_id))
        if channel is None or not channel.may_show_typing():
            return
        shown = frame(channel.topic, TYPING, f"typing-{user['id']}", user=user, seconds=TYPING_SHOWN)

        async def tell() -> None:
            if access := await self._access_to(channel.topic):
                others = {it for it in channel.listeners if it.viewer.reader.id != user["id"]}
                frames = dict.fromkeys(channel.languages(), shown)
                await send_permitted(others, frames, access.hears, self.viewers)

        channel.put(tell)

    def _on_access(self, user_ids: list[int] | None) -> None:
        concerned = self.viewers.suspect(user_ids)
        self._bell.ring(concerned)
        for user_id in concerned:
            if viewer := self.viewers.get(user_id):
                for connection in viewer.connections:
                    self._presence.moved(filter(None, map(thread_of, connection.topics)))

    def _on_gap(self) -> None:
        self._generation += 1
        self._access.clear()
        self._on_access(None)
        for channel in list(self._channels.values()):
            channel.catch_up()

    def _threads(self) -> list[int]:
        return [thread_id for topic in self._channels if (thread_id := thread_of(topic)) is not None]

    async def _people_here(self, thread_id: int) -> People:
        """The people on connections of this process who listen to a thread and may."""
        channel = self._channels.get(topic_of(thread_id))
        access = await self._access_to(channel.topic) if channel else None
        if channel is None or access is None:
            return {}
        viewers = {connection.viewer for connection in channel.listeners}
        return {it.reader.id: it.reader.name for it in viewers if access.hears(it.reader)}

    def _show_presence(self, thread_ids: set[int]) -> None:
        for thread_id in thread_ids:
            if channel := self._channels.get(topic_of(thread_id)):
                channel.put(partial(self._tell_presence, channel, thread_id))

    async def _tell_presence(self, channel: Channel, thread_id: int) -> None:
        shown = self._presence_frame(thread_id)
        await self._send(channel, channel.topic, dict.fromkeys(channel.languages(), shown))

    def _presence_frame(self, thread_id: int) -> bytes:
        people, count = self._presence.on(thread_id)
        topic = topic_of(thread_id)
        return frame(topic, PRESENCE, f"presence-{thread_id}", people=people, count=count)

    async def _keep(self) -> None:
        """What runs as long as anybody is connected."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.viewers.check_forever())
            tasks.create_task(self._presence.announce_forever(self._show_presence))
            tasks.create_task(self._bell.tell_forever())
