"""The port on which a process tells an operator's programs about itself; nothing of it is public."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.monitoring import process
from hub.monitoring.metrics import exposition, on_scrape
from hub.settings import Settings
from hub.web import health


async def metrics(_request: Request) -> Response:
    return Response(await exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})


class _Beside(uvicorn.Server):
    """A server that lives within another one's process and leaves the signals to it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def monitored(settings: Settings) -> AsyncIterator[None]:
    """Answer `/metrics`, `/healthz` and `/readyz` on HUB_METRICS_PORT for the length of the block."""
    if not settings.metrics_port:
        yield
        return
    on_scrape("the database", process.read_database, *process.POOL)
    app = Starlette(routes=[Route("/metrics", metrics), *health.routes])
    config = uvicorn.Config(
        app, lifespan="off", access_log=False, log_config=None, timeout_graceful_shutdown=1
    )
    server = _Beside(config)
    family = socket.AF_INET6 if ":" in settings.metrics_host else socket.AF_INET
    listener = socket.create_server((settings.metrics_host, settings.metrics_port), family=family)
    tasks = [asyncio.create_task(server.serve([listener])), asyncio.create_task(process.watch_loop())]
    try:
        yield
    finally:
        server.should_exit = True
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
