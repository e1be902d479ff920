"""The people behind the live connections of this process, and whether they are still who they were."""

import asyncio
import logging
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from itertools import islice

from hub.accounts.models import ApiToken, Session
from hub.database import now
from hub.identity import Reader, load_readers
from notifications.live.connection import SIGNED_OUT, Connection, Viewer

log = logging.getLogger(__name__)

# What a lost signal may hide (a dismissed person, a session that ran out) is found this often.
CHECK_SECONDS = 30.0
# So many people are checked together: a crowd must not stop everything else while it is.
AT_ONE_GO = 200
RETRY_SECONDS = 1.0
# So many who connect, or ask what they missed, leave room for everything else.
COMING_A_SECOND = 200
SHORTEST_SPREAD = 1.0


class Viewers:
    """Everybody who is connected. Nobody is sent anything between a change of access and its check."""

    def __init__(self) -> None:
        # Whoever was checked last stands at the end.
        self._viewers: dict[int, Viewer] = {}
        self._suspects: set[int] = set()
        self._wanted = asyncio.Event()
        self._checked = asyncio.Event()

    def __iter__(self) -> Iterator[Viewer]:
        return iter(list(self._viewers.values()))

    def __len__(self) -> int:
        return len(self._viewers)

    @property
    def spread(self) -> float:
        """Over how many seconds all these people should come, when something makes them all come at once."""
        return round(max(SHORTEST_SPREAD, len(self._viewers) / COMING_A_SECOND), 1)

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
        for user_id in concerned:
            self._viewers[user_id].trusted = False
        if concerned:
            self._suspects |= concerned
            self._wanted.set()
        return concerned

    async def next_check(self) -> None:
        """Wait until suspects have been checked once more."""
        await self._checked.wait()

    async def settled(self, viewer: Viewer) -> None:
        """Wait until this person is above suspicion."""
        while not viewer.trusted:
            await self.next_check()

    async def check_forever(self) -> None:
        """Check suspects at once, and everybody now and then."""
        while True:
            due = set(islice(self._suspects, AT_ONE_GO)) or self._due()
            self._suspects -= due
            try:
                if due:
                    await self._check(due)
            except Exception:
                # Without an answer suspects stay silent: no frame is better than one to the wrong person.
                log.exception("Cannot check who may hear")
                self._suspects |= {user_id for user_id in due if not self._trusts(user_id)}
                await asyncio.sleep(RETRY_SECONDS)
            if not self._suspects:
                self._wanted.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._pause()):
                        await self._wanted.wait()

    def _due(self) -> set[int]:
        """Those whose last check is long ago."""
        before = time.monotonic() - CHECK_SECONDS
        longest_ago = islice(self._viewers.items(), AT_ONE_GO)
        return {user_id for user_id, viewer in longest_ago if viewer.checked_at < before}

    def _pause(self) -> float:
        """Seconds until somebody is due: a crowd that came together is not checked together for ever."""
        return CHECK_SECONDS * AT_ONE_GO / max(len(self._viewers), AT_ONE_GO) / 2

    def _trusts(self, user_id: int) -> bool:
        viewer = self._viewers.get(user_id)
        return viewer is None or viewer.trusted

    async def _check(self, user_ids: set[int]) -> None:
        fresh = {reader.id: reader for reader in await load_readers(user_ids)}
        ended = await _ended(self._connections_of(user_ids))
        for user_id in user_ids:
            if viewer := self._viewers.pop(user_id, None):
                self._viewers[user_id] = viewer
                viewer.renew(fresh.get(user_id))
                viewer.checked_at = time.monotonic()
                viewer.trusted = user_id not in self._suspects
        for connection in ended:
            connection.end(SIGNED_OUT)
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
