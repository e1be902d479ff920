"""Every process of a hub is restarted in turn while people read, post and listen: nobody sees an error."""

import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import asyncpg
import httpx
import pytest
from playwright.async_api import expect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.browsing import chromium
from tests.browsing import person as at_browser
from tests.trials.fleet import Fleet
from tests.trials.people import PASSWORD, owes_nothing, person, rows_of, signed_in, until

pytestmark = [pytest.mark.trial, pytest.mark.pure]

READERS, WRITERS, LISTENERS = 4, 2, 40
# Seconds between two requests of one reader, and of one writer.
READS_EVERY, WRITES_EVERY = 0.05, 0.2
# As many versions of a thread as browsers ask for once more.
OVERLAP = 5
# "Connect again": what a gateway that stops says, and a connection that has grown old.
GOING_AWAY = {1001, 1012}

_TOLD = """
SELECT post_id, count(*) AS lines FROM notification JOIN account ON account.id = user_id
WHERE account.email = 'ann@example.com' GROUP BY post_id
"""


@dataclass
class Seen:
    """What the clients have seen."""

    answers: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    slowest: float = 0.0
    posted: dict[int, str] = field(default_factory=dict)
    closes: Counter[int] = field(default_factory=Counter)
    over: asyncio.Event = field(default_factory=asyncio.Event)


async def test_every_process_is_restarted_and_nobody_sees_an_error(tmp_path: Path) -> None:
    seen = Seen()
    async with AsyncExitStack() as stack:
        fleet = stack.enter_context(Fleet(tmp_path))
        await fleet.ready()
        ann, bo = [await stack.enter_async_context(person(fleet.site, name)) for name in ("Ann", "Bo")]
        rows = await stack.enter_async_context(rows_of(fleet.site))
        case = {"title": "Restarts", "body": "Go on."}
        thread: int = (await ann.post("/api/v1/threads", json=case)).json()["id"]
        listeners = [Listener((ann, bo)[number % 2], thread, seen) for number in range(LISTENERS)]
        async with _load(ann, bo, thread, listeners, seen) as tasks:
            for member in fleet.members:
                took = await fleet.restart(member)
                print(
                    f"\n{member.name} stopped within {took:.1f} s; {len(seen.errors)} errors so far", end=""
                )

            async def everything_is_heard() -> bool:
                assert not [task.exception() for task in tasks if task.done() and task.exception()]
                return all(listener.heard >= set(seen.posted) for listener in listeners)

            seen.over.set()
            await until(everything_is_heard, 30, "everybody has heard everything")
        print(
            f"\n{dict(seen.answers)}, the slowest took {seen.slowest * 1000:.0f} ms;"
            f" {len(seen.posted)} posts; closes {dict(seen.closes)}; errors {seen.errors[:5]}"
        )
        await until(lambda: owes_nothing(fleet.site), 200, "every delivery is done")
        await _check(rows, thread, seen)
        assert seen.errors == []


async def test_two_browsers_on_different_processes_talk_live(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        fleet = stack.enter_context(Fleet(tmp_path))
        await fleet.ready()
        for name, role in (("Ann", "admin"), ("Bo", "member")):
            await stack.enter_async_context(signed_in(fleet.site, name, role))
        browser = await stack.enter_async_context(chromium())
        ann, bo = [await at_browser(browser, fleet.site.url) for _name in range(2)]
        await ann.sign_in("ann@example.com", PASSWORD)
        await ann.open("/threads/new")
        await ann.page.fill("#field-title", "Which process am I on?")
        await ann.page.fill("#field-body", "Not that anybody could tell.")
        await ann.page.get_by_role("button", name="Post the").click()
        await ann.page.wait_for_url(re.compile(r"/threads/\d+"))
        await bo.sign_in("bo@example.com", PASSWORD)
        await bo.page.goto(ann.page.url)

        async def on_different_gateways() -> bool:
            return {await fleet.metric(gateway, "hub_sockets") for gateway in fleet.of("gateway")} == {1.0}

        await until(on_different_gateways, 10, "each gateway has one of the two")
        await expect(ann.page.locator("[data-thread-target=presence]")).to_contain_text("Bo")
        for writer, reader, text in ((bo, ann, "Hello from here."), (ann, bo, "And from there.")):
            await writer.page.fill("#reply textarea", text)
            await writer.page.keyboard.press("Control+Enter")
            await expect(reader.page.locator(".post", has_text=text)).to_have_count(1)
        served = [
            await fleet.metric(web, 'hub_request_seconds_count{method="POST",route="/session",status="3xx"}')
            for web in fleet.of("web")
        ]
        print(f"\nsign-ins by web process: {served}; sockets: one on each gateway")
        for gateway in fleet.of("gateway"):
            await fleet.restart(gateway)
        await bo.page.fill("#reply textarea", "Still here?")
        await bo.page.keyboard.press("Control+Enter")
        await expect(ann.page.locator(".post", has_text="Still here?")).to_have_count(1)
        assert [complaint for who in (ann, bo) for complaint in who.complaints] == []


class Listener:
    """A client of `/live` as a browser is one: connects again after a random pause, and catches up over HTTP."""

    def __init__(self, client: httpx.AsyncClient, thread: int, seen: Seen) -> None:
        self._client = client
        self._thread = thread
        self._seen = seen
        self._version = 0
        self.heard: set[int] = set()
        self.listens = asyncio.Event()

    async def run(self) -> None:
        url = str(self._client.base_url).replace("http", "ws", 1).rstrip("/") + "/live"
        headers = {"Authorization": self._client.headers["Authorization"]}
        while True:
            try:
                async with connect(url, additional_headers=headers, compression=None) as link:
                    await self._listen(link)
            except ConnectionClosed as error:
                code = error.rcvd.code if error.rcvd else 1006
                self._seen.closes[code] += 1
                if code not in GOING_AWAY:
                    self._seen.errors.append(f"socket closed with {code}")
            except (OSError, WebSocketException) as error:
                self._seen.errors.append(f"connecting: {type(error).__name__}: {error}")
            await asyncio.sleep(random.uniform(0.25, 0.5))

    async def _listen(self, link: ClientConnection) -> None:
        await link.send(json.dumps({"subscribe": [f"thread:{self._thread}"]}))
        async for text in link:
            frame: dict[str, Any] = json.loads(text)
            if "subscribed" in frame or frame.get("event") == "catch-up":
                await self._catch_up()
                self.listens.set()
            elif frame.get("event") == "discussions.ReplyPosted":
                self.heard.add(int(frame["id"].removeprefix("post-")))
                self._version = max(self._version, frame["version"])

    async def _catch_up(self) -> None:
        since = max(0, self._version - OVERLAP)
        path = f"/threads/{self._thread}/changes?since={since}"
        answer = await _counted(self._client, "GET", path, self._seen)
        if answer is not None:
            found = answer.json()
            assert not found.get("reload")
            self._version = max(self._version, found["version"])
            self.heard |= {int(post["id"].removeprefix("post-")) for post in found["posts"]}


@asynccontextmanager
async def _load(
    ann: httpx.AsyncClient, bo: httpx.AsyncClient, thread: int, listeners: list[Listener], seen: Seen
) -> AsyncIterator[list[asyncio.Task[None]]]:
    """Steady reading, posting and listening for the length of the block."""
    tasks = [asyncio.create_task(listener.run()) for listener in listeners]
    try:
        await asyncio.wait_for(asyncio.gather(*(listener.listens.wait() for listener in listeners)), 30)
        tasks += [asyncio.create_task(_read(bo, thread, seen)) for _number in range(READERS)]
        tasks += [asyncio.create_task(_write(bo, thread, number, seen)) for number in range(WRITERS)]
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert [error for error in ended if isinstance(error, Exception)] == []


async def _read(client: httpx.AsyncClient, thread: int, seen: Seen) -> None:
    while True:
        for path in ("/", f"/threads/{thread}", "/search?q=restarts", "/notifications"):
            await _counted(client, "GET", path, seen)
            await asyncio.sleep(READS_EVERY)


async def _write(client: httpx.AsyncClient, thread: int, writer: int, seen: Seen) -> None:
    number = 0
    while not seen.over.is_set():
        number += 1
        body = f"Reply {number} of writer {writer}."
        answer = await _counted(
            client, "POST", f"/api/v1/threads/{thread}/replies", seen, json={"body": body}
        )
        if answer is not None:
            seen.posted[answer.json()["id"]] = body
        await asyncio.sleep(WRITES_EVERY)


async def _counted(
    client: httpx.AsyncClient, method: str, path: str, seen: Seen, **options: Any
) -> httpx.Response | None:
    """The answer to a request; None, and an error noted, when it is not what a healthy hub answers."""
    began = perf_counter()
    try:
        answer = await client.request(method, path, **options)
    except httpx.TransportError as error:
        seen.errors.append(f"{method} {path}: {type(error).__name__}: {error}")
        return None
    seen.answers[f"{method} {answer.status_code}"] += 1
    seen.slowest = max(seen.slowest, perf_counter() - began)
    if answer.status_code >= 300:
        seen.errors.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return None
    return answer


async def _check(rows: asyncpg.Connection, thread: int, seen: Seen) -> None:
    """Every acknowledged post is there once, and Ann, who asked, was told of it once."""
    kept = await rows.fetch("SELECT id, body FROM post WHERE thread_id = $1 AND number > 1", thread)
    assert {row["id"]: row["body"] for row in kept} == seen.posted
    assert len(set(seen.posted.values())) == len(kept)
    told = await rows.fetch(_TOLD)
    assert {row["post_id"]: row["lines"] for row in told} == dict.fromkeys(seen.posted, 1)
