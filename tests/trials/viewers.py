"""People with a thread open, as `docs/live.md` asks of clients; they know what they show and what they missed."""

import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

# As many versions as browsers ask for once more.
OVERLAP = 2
HEARTBEAT_SECONDS = 25.0
ASK_AGAIN_SECONDS = 5.0
FIRST_WAIT, LONGEST_WAIT = 0.5, 5.0
# Each text of a trial holds one of its own.
MARK = re.compile(r"mark-[0-9a-f]{16}")
_CARD = re.compile(r'<article [^>]*?id="post-(\d+)" data-number="\d+" data-version="(\d+)"')

# What a thread shows: for each post its version and the mark in its text.
Shown = dict[int, tuple[int, str]]

_POSTS = "SELECT thread_id, id, version, body FROM post WHERE thread_id = ANY($1)"


def new_mark() -> str:
    return f"mark-{random.getrandbits(64):016x}"


@dataclass
class Tally:
    """What happened to all viewers together. `missed` and `doubled` count frames on a connection that was not told."""

    frames: int = 0
    catch_ups: int = 0
    told_to_catch_up: int = 0
    told_to_ask_again: int = 0
    reloads: int = 0
    missed: int = 0
    doubled: int = 0
    closes: Counter[int] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    failed_catch_ups: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"{self.frames} frames, {self.missed} missed, {self.doubled} doubled, {self.catch_ups} catch-ups"
            f" ({self.told_to_catch_up} asked for by the server, {self.reloads} as a whole page),"
            f" {self.told_to_ask_again} subscriptions repeated, closes {dict(self.closes)},"
            f" refused connects {dict(self.refused)}, failed catch-ups {dict(self.failed_catch_ups)}"
        )


class Viewer:
    """One person with one thread open."""

    def __init__(self, live: str, http: httpx.AsyncClient, cookie: str, thread: int, tally: Tally) -> None:
        self.thread = thread
        self.shown: Shown = {}
        self.listens = asyncio.Event()
        self.link: ClientConnection | None = None
        self._live = live
        self._http = http
        self._cookie = cookie
        self._tally = tally
        self._version = 0
        self._caught_up = False
        self._heard: set[int] = set()
        self._catching_up: asyncio.Task[None] | None = None
        self._asking_again: asyncio.Task[None] | None = None

    async def watch(self) -> None:
        """Look at the thread until cancelled, connecting again whenever the connection ends."""
        wait = FIRST_WAIT
        try:
            while True:
                try:
                    async with connect(
                        self._live,
                        additional_headers={"Cookie": self._cookie},
                        compression=None,
                        open_timeout=20,
                    ) as self.link:
                        wait = FIRST_WAIT
                        await self._listen(self.link)
                except ConnectionClosed as error:
                    self._tally.closes[error.rcvd.code if error.rcvd else 1006] += 1
                except (OSError, WebSocketException) as error:
                    self._tally.refused[type(error).__name__] += 1
                self._lost()
                await asyncio.sleep(wait * random.uniform(0.5, 1))
                wait = min(LONGEST_WAIT, wait * 2)
        finally:
            self._lost()

    async def _listen(self, link: ClientConnection) -> None:
        await self._subscribe(0)
        beat = asyncio.create_task(_beat(link))
        try:
            async for text in link:
                self._hear(json.loads(text))
            # The iteration ends quietly after a close in good order.
            self._tally.closes[link.close_code or 1006] += 1
        finally:
            beat.cancel()

    async def _subscribe(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        with suppress(ConnectionClosed):
            if self.link:
                await self.link.send(json.dumps({"subscribe": [f"thread:{self.thread}"]}))

    def _hear(self, frame: dict[str, Any]) -> None:
        if "subscribed" in frame:
            assert frame["subscribed"] == [f"thread:{self.thread}"], frame
            self._catch_up_after(0)
        elif frame.get("event") == "catch-up":
            self._tally.told_to_catch_up += 1
            self._catch_up_after(frame.get("spread", 0) * random.random())
        elif "error" in frame and frame["error"]["code"] == "unexpected":
            self._tally.told_to_ask_again += 1
            self._asking_again = asyncio.create_task(
                self._subscribe(ASK_AGAIN_SECONDS * random.uniform(1, 2))
            )
        elif "version" in frame:
            self._merge(frame["html"])
            self._count(frame["version"])

    def _count(self, version: int) -> None:
        """A version that this connection brought before is doubled; one that skips others without a word is missed."""
        self._tally.frames += 1
        self._tally.doubled += version in self._heard
        self._heard.add(version)
        if self._caught_up:
            self._tally.missed += max(0, version - self._version - 1)
            self._version = max(self._version, version)

    def _catch_up_after(self, seconds: float) -> None:
        self._caught_up = False
        if self._catching_up:
            self._catching_up.cancel()
        self._catching_up = asyncio.create_task(self._catch_up(seconds))

    async def _catch_up(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        found = (await self._get(f"changes?since={max(0, self._version - OVERLAP)}")).json()
        self._tally.catch_ups += 1
        if found.get("reload"):
            await self._reload()
        for post in found["posts"]:
            self._merge(post["html"])
        self._version = max(self._version, found["version"])
        while self._version + 1 in self._heard:
            self._version += 1
        self._caught_up = True
        self.listens.set()

    async def _reload(self) -> None:
        """Too much has changed: look at every page anew."""
        self._tally.reloads += 1
        for page in range(1, 1000):
            before = len(self.shown)
            self._merge((await self._get(f"?page={page}")).text)
            if page > 1 and len(self.shown) == before:
                break

    async def _get(self, what: str) -> httpx.Response:
        """An answer of the thread's, however often it takes to get one."""
        path = f"/threads/{self.thread}{'' if what.startswith('?') else '/'}{what}"
        while True:
            try:
                answer = await self._http.get(path, headers={"Cookie": self._cookie}, follow_redirects=True)
                if answer.status_code == 200:
                    return answer
                self._tally.failed_catch_ups[str(answer.status_code)] += 1
            except httpx.TransportError as error:
                self._tally.failed_catch_ups[type(error).__name__] += 1
            await asyncio.sleep(random.uniform(0.5, 1.5))

    def _merge(self, html: str) -> None:
        """Elements replace those of the same id, but never newer ones."""
        cards = list(_CARD.finditer(html))
        for card, following in zip(cards, [*cards[1:], None], strict=True):
            text = html[card.end() : following.start() if following else len(html)]
            mark = MARK.search(text)
            post, version = int(card[1]), int(card[2])
            if version >= self.shown.get(post, (0, ""))[0]:
                self.shown[post] = (version, mark[0] if mark else "")

    def _lost(self) -> None:
        self.link = None
        self._caught_up = False
        self._heard.clear()
        for task in (self._catching_up, self._asking_again):
            if task:
                task.cancel()


async def _beat(link: ClientConnection) -> None:
    for number in range(1_000_000):
        await asyncio.sleep(HEARTBEAT_SECONDS)
        await link.send(json.dumps({"ping": number}))


@asynccontextmanager
async def watching(
    live: str, web: str, cookies: Iterable[str], threads: list[int], tally: Tally
) -> AsyncIterator[list[Viewer]]:
    """Everybody watches a thread, spread evenly, while the block runs."""
    limits = httpx.Limits(max_connections=50)
    async with httpx.AsyncClient(base_url=web, timeout=30, limits=limits) as http:
        viewers = [
            Viewer(live, http, cookie, threads[number % len(threads)], tally)
            for number, cookie in enumerate(cookies)
        ]
        tasks = [asyncio.create_task(viewer.watch()) for viewer in viewers]
        try:
            async with asyncio.timeout(60):
                await asyncio.gather(*(viewer.listens.wait() for viewer in viewers))
            yield viewers
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert [error for error in ended if isinstance(error, Exception)] == []


async def in_database(rows: asyncpg.Connection, threads: Iterable[int]) -> dict[int, Shown]:
    """What each thread should show."""
    shown: dict[int, Shown] = {thread: {} for thread in threads}
    for row in await rows.fetch(_POSTS, list(shown)):
        mark = MARK.search(row["body"])
        shown[row["thread_id"]][row["id"]] = (row["version"], mark[0] if mark else "")
    return shown


async def different(rows: asyncpg.Connection, viewers: Iterable[Viewer]) -> list[str]:
    """The viewers whose thread is not what the database has, with what differs."""
    true = await in_database(rows, {viewer.thread for viewer in viewers})
    return [
        f"thread {viewer.thread}: {sorted(viewer.shown.items() ^ true[viewer.thread].items())[:4]}"
        for viewer in viewers
        if viewer.shown != true[viewer.thread]
    ]
