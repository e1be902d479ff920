"""The application of this process for browsers: a hub without the seconds that a process of its own takes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import uvicorn
from playwright.async_api import Browser, expect
from starlette.applications import Starlette

from hub.accounts import sessions
from hub.accounts.models import User
from hub.identity import Reader
from hub.web.sockets import Websocket
from tests.browsing import Person, chromium, person

BrowserOf = Callable[[Reader], Awaitable[Person]]


@pytest.fixture(scope="session")
async def address(app: Starlette) -> AsyncIterator[str]:
    """Where browsers find the application; over plain http, but on localhost they lend cryptography to it."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_level="warning", ws=Websocket))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    # Unlocking takes its time on purpose, and more on a busy machine.
    expect.set_options(timeout=30_000)
    async with chromium() as running:
        yield running


@pytest.fixture
async def browser_of(browser: Browser, address: str) -> AsyncIterator[BrowserOf]:
    """Gives a signed-in person a window of their own; fails its test when anything in one is refused or throws."""
    people: list[Person] = []

    async def open_window(reader: Reader) -> Person:
        one = await person(browser, address)
        user = await User.get(id=reader.id)
        secret = await sessions.start(user, user_agent="test", address="127.0.0.1")
        await one.page.context.add_cookies([{"name": sessions.COOKIE, "value": secret, "url": address}])
        people.append(one)
        return one

    yield open_window
    for one in people:
        await one.page.context.close()
    assert [complaint for one in people for complaint in one.complaints] == []
