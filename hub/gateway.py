"""The gateway: live connections in processes of their own, for hubs that have outgrown one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware

import hub.web.health
from hub import composition
from hub.app import listening
from hub.database import connected
from hub.outbox.bus import Bus
from hub.settings import Settings
from hub.web.guarding import SameOrigin
from hub.web.identifying import Identify
from notifications import live


def create_gateway(settings: Settings) -> Starlette:
    """An application with ``/live`` and ``/healthz`` alone."""
    composition.wire()
    bus = Bus()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with connected(settings), listening(bus, settings):
            app.state.bus = bus
            yield

    return Starlette(
        routes=[*live.routes, *hub.web.health.routes],
        lifespan=lifespan,
        middleware=[Middleware(Identify), Middleware(SameOrigin)],
    )
