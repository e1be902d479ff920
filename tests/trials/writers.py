"""People who reply, edit and react at a steady pace, and send again what got no answer."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any
from uuid import uuid4

import httpx

from tests.trials.viewers import new_mark

# More writes under way than this, and the pace waits for the hub.
AT_ONCE = 20
GIVE_UP_SECONDS = 120.0
KINDS = ("agree", "thanks", "insight", "worked", "same")


class Writers:
    """Writes on behalf of people, and remembers what the hub has acknowledged: `replies` has threads by post."""

    def __init__(self, http: httpx.AsyncClient, people: Sequence[str], threads: Sequence[int]) -> None:
        self.replies: dict[int, int] = {}
        self.done: Counter[str] = Counter()
        self.repeated: Counter[str] = Counter()
        self.slowest = 0.0
        self._http = http
        self._people = people
        self._threads = threads
        self._authors: dict[int, str] = {}

    def __str__(self) -> str:
        return (
            f"{dict(self.done)} acknowledged, the slowest after {self.slowest:.2f} s;"
            f" sent again {dict(self.repeated)}"
        )

    async def something(self) -> None:
        """A reply, an edit or a reaction."""
        posts = list(self.replies)
        choice = random.random()
        if choice < 0.6 or not posts:
            await self.reply(random.choice(self._threads))
        elif choice < 0.8:
            await self._edit(random.choice(posts))
        else:
            await self._react(random.choice(posts))

    async def reply(self, thread: int, words: str = "and some words.") -> int:
        """Post in a thread until it is acknowledged. Returns the id of the post."""
        person = random.choice(self._people)
        body = {"uid": str(uuid4()), "body": f"{new_mark()} {words}"}
        made = await self._send("reply", person, "POST", f"/api/v1/threads/{thread}/replies", body)
        post = int(made["id"])
        self._authors[post] = person
        self.replies[post] = thread
        return post

    async def _edit(self, post: int) -> None:
        body = {"body": f"{new_mark()} and other words."}
        await self._send("edit", self._authors[post], "PATCH", f"/api/v1/posts/{post}", body)

    async def _react(self, post: int) -> None:
        path = f"/api/v1/posts/{post}/reactions/{random.choice(KINDS)}"
        method = random.choice(("PUT", "PUT", "DELETE"))
        await self._send("reaction", random.choice(self._people), method, path, None)

    async def _send(
        self, what: str, person: str, method: str, path: str, body: dict[str, str] | None
    ) -> dict[str, Any]:
        headers = {"Cookie": person, "Sec-Fetch-Site": "same-origin"}
        began = monotonic()
        while True:
            try:
                answer = await self._http.request(method, path, json=body, headers=headers)
            except httpx.TransportError as error:
                self.repeated[type(error).__name__] += 1
            else:
                if answer.status_code < 500:
                    break
                self.repeated[str(answer.status_code)] += 1
            assert monotonic() - began < GIVE_UP_SECONDS, f"{method} {path} is never answered: {self}"
            # The hub, or what it needs, is away.
            await asyncio.sleep(random.uniform(0.2, 0.6))
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text}"
        self.slowest = max(self.slowest, monotonic() - began)
        self.done[what] += 1
        made: dict[str, Any] = answer.json() if answer.content else {}
        return made


@asynccontextmanager
async def writers(web: str, people: Sequence[str], threads: Sequence[int]) -> AsyncIterator[Writers]:
    """People who can write in these threads."""
    # The server closes a connection behind a fault; a kept one would make that look like another fault.
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=web, timeout=20, limits=limits) as http:
        yield Writers(http, people, threads)


@asynccontextmanager
async def at_work(writers: Writers, per_second: float) -> AsyncIterator[None]:
    """Somebody writes something, that many times a second, for the length of the block; all of it is finished then."""
    over = asyncio.Event()
    places = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        try:
            await writers.something()
        finally:
            places.release()

    async def keep_pace(tasks: asyncio.TaskGroup) -> None:
        while not over.is_set():
            await places.acquire()
            tasks.create_task(one())
            await asyncio.sleep(random.expovariate(per_second))

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(keep_pace(tasks))
        try:
            yield
        finally:
            over.set()
