"""A gateway on a real port, and ears that listen to it over real websockets."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from websockets.asyncio.client import ClientConnection, connect

from hub.accounts import sessions
from hub.accounts.models import User
from hub.identity import Reader
from hub.outbox.bus import Bus
from hub.settings import Settings
from hub.web.guarding import SameOrigin
from hub.web.identifying import Identify
from hub.web.sockets import Websocket
from notifications import unread
from notifications.live import Endpoint, Gateway
from tests.site import free_port

PATIENCE = 10.0

Frame = dict[str, Any]


class Server(uvicorn.Server):
    """Leaves the signals to the test run."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class GatewayServer:
    """A gateway with a bus of its own, as a process of its own would have."""

    def __init__(self, settings: Settings, **options: Any) -> None:
        """`options` are uvicorn's."""
        self._settings = settings
        self.gateway = Gateway()
        self.bus = Bus()
        self.port = free_port()
        app = Starlette(
            routes=[WebSocketRoute("/live", Endpoint(self.gateway))],
            middleware=[Middleware(Identify), Middleware(SameOrigin)],
        )
        self.server = Server(
            uvicorn.Config(
                app,
                port=self.port,
                ws=Websocket,
                ws_per_message_deflate=False,
                log_config=None,
                lifespan="off",
                **options,
            )
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        unread.listen(self.bus)
        self.gateway.listen(self.bus)
        ear = asyncio.create_task(self.bus.run(self._settings))
        serving = asyncio.create_task(self.server.serve())
        await asyncio.wait_for(self.bus.connected.wait(), PATIENCE)
        await until(lambda: self.server.started)
        try:
            yield self
        finally:
            self.server.should_exit = True
            await asyncio.wait_for(serving, PATIENCE)
            ear.cancel()
            with suppress(asyncio.CancelledError):
                await ear

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/live"

    @asynccontextmanager
    async def ear(
        self, reader: Reader | None, *topics: str, authorization: str = "", **options: Any
    ) -> AsyncIterator["Ear"]:
        """Somebody's connection with a session of its own, subscribed to `topics`."""
        headers = {"Authorization": authorization} if authorization else {}
        if reader:
            headers["Cookie"] = f"{sessions.COOKIE}={await sign_in(reader)}"
        async with connect(self.url, additional_headers=headers, compression=None, **options) as socket:
            ear = Ear(socket)
            if topics:
                ear.permitted = await ear.subscribe(*topics)
            yield ear


class Ear:
    """Hears frames and remembers them in order."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.heard: list[Frame] = []
        self.permitted: list[str] = []
        self._passed_over: list[Frame] = []
        self._pings = 0

    async def say(self, message: Any) -> None:
        await self.socket.send(json.dumps(message))

    async def subscribe(self, *topics: str) -> list[str]:
        await self.say({"subscribe": list(topics)})
        frame = await self.next(lambda frame: "subscribed" in frame)
        answer: list[str] = frame["subscribed"]
        return answer

    async def event(self, event: str, **fields: Any) -> Frame:
        """The next frame of one event, with these fields."""
        return await self.next(
            lambda frame: (
                frame.get("event") == event
                and all(frame.get(name) == value for name, value in fields.items())
            )
        )

    async def next(self, fits: Callable[[Frame], bool]) -> Frame:
        """The first frame that fits and was not returned before; others stay for later calls."""
        for frame in self._passed_over:
            if fits(frame):
                self._passed_over.remove(frame)
                return frame
        async with asyncio.timeout(PATIENCE):
            while True:
                arrived: Frame = json.loads(await self.socket.recv())
                self.heard.append(arrived)
                if fits(arrived):
                    return arrived
                self._passed_over.append(arrived)

    async def everything(self) -> list[Frame]:
        """All that was sent up to now: what the gateway said before it answered a ping."""
        self._pings += 1
        await self.say({"ping": self._pings})
        await self.next(lambda frame: frame.get("pong") == self._pings)
        return self.heard

    async def events(self) -> list[str]:
        return [frame["event"] for frame in await self.everything() if "event" in frame]

    async def close_code(self) -> int | None:
        """The code with which the gateway closes."""
        async with asyncio.timeout(PATIENCE):
            with suppress(Exception):
                while True:
                    self.heard.append(json.loads(await self.socket.recv()))
            await self.socket.wait_closed()
        return self.socket.close_code


async def sign_in(reader: Reader) -> str:
    """A session cookie."""
    return await sessions.start(await User.get(id=reader.id), user_agent="test", address="127.0.0.1")


async def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something has become true."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)
