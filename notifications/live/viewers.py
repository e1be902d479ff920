"""The people behind the live connections of this process, and whether they are still who they were."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Iterator

from hub.accounts.models import ApiToken, Session
from hub.database import now
from hub.identity import Reader, load_readers
from notifications.live.connection import SIGNED_OUT, Connection, Viewer

log = logging.getLogger(__name__)

# What a lost signal may hide (a dismissed person, a session that ran out) is found this often.
CHECK_SECONDS = 30.0
RETRY_SECONDS = 1.0


class Viewers:
    """Everybody who is connected. Nobody is sent anything between a change of access and its check."""

    def __init__(self) -> None:
        self._viewers: dict[int, Viewer] = {}
        self._suspects: set[int] = set()
        self._checking: set[int] = set()
        self._wanted = asyncio.Event()
        self._checked = asyncio.Event()

    def __iter__(self) -> Iterator[Viewer]:
        return iter(list(self._viewers.values()))

    def __len__(self) -> int:
        return len(self._viewers)

    def get(self, user_id: int) -> Viewer | None:
        return self._viewers.get(user_id)

    def join(self, reader: Reader) -> Viewer:
        """The viewer of a person who connects; several connections of one person share it."""
        viewer = self._viewers.get(reader.id)
        if viewer is None:
            viewer = self._viewers[reader.id] = Viewer(reader)
        # Access may have changed while the connection was being accepted.
        self.suspect([reader.id])
        return viewer

    def leave(self, connection: Connection) -> None:
        viewer = connection.viewer
        viewer.connections.discard(connection)
        if not viewer.connections and self._viewers.get(viewer.reader.id) is viewer:
            del self._viewers[viewer.reader.id]

    def suspect(self, user_ids: Iterable[int] | None = None) -> set[int]:
        """Send these people (or all) nothing until they have been checked anew. Returns who is concerned."""
        concerned = set(self._viewers) if user_ids is None else self._viewers.keys() & set(user_ids)
        if concerned:
            self._suspects |= concerned
            self._wanted.set()
        return concerned

    def is_suspect(self, viewer: Viewer) -> bool:
        return viewer.reader.id in self._suspects or viewer.reader.id in self._checking

    async def next_check(self) -> None:
        """Wait until suspects have been checked once more."""
        await self._checked.wait()

    async def settled(self, viewer: Viewer) -> None:
        """Wait until this person is above suspicion."""
        while self.is_suspect(viewer):
            await self.next_check()

    async def check_forever(self) -> None:
        """Check suspects at once, and everybody now and then."""
        while True:
            try:
                async with asyncio.timeout(CHECK_SECONDS):
                    await self._wanted.wait()
            except TimeoutError:
                self._suspects |= self._viewers.keys()
            self._wanted.clear()
            if not self._suspects:
                continue
            try:
                await self._check()
            except Exception:
                # Without an answer they stay silent: no frame is better than one to the wrong person.
                log.exception("Cannot check who may hear")
                self._suspects |= self._checking
                self._wanted.set()
                await asyncio.sleep(RETRY_SECONDS)

    async def _check(self) -> None:
        self._checking, self._suspects = self._suspects & self._viewers.keys(), set()
        fresh = {reader.id: reader for reader in await load_readers(self._checking)}
        ended = await _ended(self._connections_of(self._checking))
        for user_id in self._checking:
            if viewer := self._viewers.get(user_id):
                viewer.renew(fresh.get(user_id))
        for connection in ended:
            connection.end(SIGNED_OUT)
        self._checking = set()
        self._checked.set()
        self._checked = asyncio.Event()

    def _connections_of(self, user_ids: Iterable[int]) -> list[Connection]:
        return [
            connection
            for user_id in user_ids
            if (viewer := self._viewers.get(user_id))
            for connection in viewer.connections
        ]


async def _ended(connections: Collection[Connection]) -> list[Connection]:
    """Those whose session or token exists no longer."""
    sessions = {connection.session_id for connection in connections} - {None}
    tokens = {connection.token_id for connection in connections} - {None}
    valid_sessions: set[object] = set()
    valid_tokens: set[object] = set()
    if sessions:
        found = Session.filter(id__in=sessions, expires_at__gt=now())
        valid_sessions = set(await found.values_list("id", flat=True))
    if tokens:
        valid_tokens = set(await ApiToken.filter(id__in=tokens).values_list("id", flat=True))
    return [
        connection
        for connection in connections
        if connection.session_id not in valid_sessions and connection.token_id not in valid_tokens
    ]
