"""People who use a running hub by its API, and the running of many requests at once."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TypeVar

import asyncpg
import httpx

from hub.embedded import start_postgres
from tests.site import Site

T = TypeVar("T")
AT_ONCE = 8
PASSWORD = "correct horse battery"


@asynccontextmanager
async def person(site: Site, name: str, role: str = "member") -> AsyncIterator[httpx.AsyncClient]:
    """A new person's client, for API and pages alike: the token stands for the session."""
    email = f"{name.lower()}@example.com"
    made = await asyncio.to_thread(
        site.command, "user", "create", "--email", email, "--name", name, "--role", role
    )
    assert made.returncode == 0, made.stderr
    token = await asyncio.to_thread(site.command, "token", "create", "--email", email)
    assert token.returncode == 0, token.stderr
    headers = {"Authorization": f"Bearer {token.stdout.strip()}"}
    # The server closes a connection behind a fault; a kept one would make that look like another fault.
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=site.url, headers=headers, timeout=60, limits=limits) as client:
        yield client


@asynccontextmanager
async def signed_in(site: Site, name: str, role: str = "member") -> AsyncIterator[httpx.AsyncClient]:
    """A new person's browser, with a session: some pages refuse tokens."""
    email = f"{name.lower()}@example.com"
    arguments = ("--email", email, "--name", name, "--role", role, "--password-stdin")
    made = await asyncio.to_thread(site.command, "user", "create", *arguments, stdin=PASSWORD)
    assert made.returncode == 0, made.stderr
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=site.url, headers=headers, timeout=60) as client:
        entered = await client.post("/session", data={"email": email, "password": PASSWORD})
        assert entered.status_code == 303, entered.text
        yield client


@asynccontextmanager
async def rows_of(site: Site) -> AsyncIterator[asyncpg.Connection]:
    """The database of a hub, to look at."""
    server = await asyncio.to_thread(start_postgres, site.folder)
    link = await asyncpg.connect(server.url)
    try:
        yield link
    finally:
        await link.close()
        await asyncio.to_thread(server.stop)


async def each(items: Iterable[T], work: Callable[[T], Awaitable[None]], at_once: int = AT_ONCE) -> None:
    """Do `work` for all items, at most `at_once` at the same time; the first failure ends it."""
    rest = iter(items)

    async def lane() -> None:
        for item in rest:
            await work(item)

    async with asyncio.TaskGroup() as lanes:
        for _number in range(at_once):
            lanes.create_task(lane())


async def until(condition: Callable[[], Awaitable[bool]], seconds: float, what: str) -> float:
    """Ask `condition` until it is true. Returns after how many seconds; fails with `what` after `seconds`."""
    began = time.monotonic()
    while not await condition():
        assert time.monotonic() - began < seconds, f"Not within {seconds} s: {what}"
        # A short pause keeps the asking from slowing down what is waited for.
        await asyncio.sleep(0.05)
    return time.monotonic() - began


async def owes_nothing(site: Site) -> bool:
    """Whether every delivery and mail of a hub is done; none may have been given up."""
    async with httpx.AsyncClient(base_url=site.url, timeout=30) as client:
        health = (await client.get("/healthz")).json()
    worker, mail = health["worker"], health["mail"]
    assert not worker.get("parked"), worker
    assert not mail.get("failed"), mail
    return bool(worker.get("owed") == 0 and mail.get("queued") == 0)


async def metric(address: str, series: str) -> float:
    """One value of the metrics that a process shows at `address`; 0 while it has none of that name."""
    async with httpx.AsyncClient() as client:
        text = (await client.get(f"{address}/metrics")).text
    found = re.search(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0
