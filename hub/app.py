"""The web application: pages, API and live connections in one ASGI app."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from discussions.queues import counting
from hub import composition, keeping
from hub.accounts import sessions
from hub.api import PREFIX
from hub.database import connected
from hub.errors import HubError
from hub.files.operations import sealed_size
from hub.identity import readers
from hub.monitoring import Observed, monitored
from hub.outbox.bus import Bus
from hub.outbox.measuring import measure
from hub.pages import assets
from hub.settings import Settings
from hub.vocabulary import kept
from hub.web.failing import DatabaseMayBeAway, respond_to_error
from hub.web.guarding import LimitedBody, MethodOverride, SameOrigin, SecurityHeaders
from hub.web.identifying import Identify
from hub.web.turns import TakingTurns
from notifications import live, unread

log = logging.getLogger(__name__)

# What a multipart body carries besides the file itself.
MULTIPART_OVERHEAD = 64 * 1024


# Something that runs as long as the application, such as the worker of a hub in one process.
Companion = Callable[[Bus, Settings], Coroutine[Any, Any, None]]


def create_app(settings: Settings, companions: Sequence[Companion] = ()) -> Starlette:
    """The application of ``hub run`` and ``hub web``."""
    composition.wire()
    upload_limit = sealed_size(settings.max_upload) + MULTIPART_OVERHEAD
    app = Application(
        settings,
        companions,
        routes=composition.all_routes(),
        middleware=[
            Middleware(SecurityHeaders, policy=content_security_policy, https=settings.https),
            Middleware(DatabaseMayBeAway),
            Middleware(Identify),
            Middleware(TakingTurns),
            Middleware(LimitedBody, uploads={"/files": upload_limit, f"{PREFIX}/files": upload_limit}),
            Middleware(SameOrigin),
            Middleware(MethodOverride),
        ],
        exception_handlers={
            HubError: respond_to_error,
            HTTPException: respond_to_error,
            Exception: respond_to_error,
        },
    )
    # A redirect to the same address without its slash would repeat whatever Host the request claims.
    app.router.redirect_slashes = False
    return app


class Application(Starlette):
    """An application that hears the bus, is seen by the operator, and has companions as long as it runs."""

    def __init__(self, settings: Settings, companions: Sequence[Companion], **options: Any) -> None:
        self._settings = settings
        self._companions = companions
        super().__init__(lifespan=self._life, **options)

    def build_middleware_stack(self) -> ASGIApp:
        # Around everything, answers to unexpected errors included.
        return Observed(super().build_middleware_stack(), log_all=self._settings.log_requests == "all")

    @asynccontextmanager
    async def _life(self, _app: Starlette) -> AsyncIterator[None]:
        settings, bus = self._settings, Bus()
        measure(bus)
        async with connected(settings), listening(bus, settings), monitored(settings):
            self.state.bus = bus
            tasks = [
                asyncio.create_task(_kept_alive(companion, bus, settings)) for companion in self._companions
            ]
            yield
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _kept_alive(companion: Companion, bus: Bus, settings: Settings) -> None:
    while True:
        try:
            await companion(bus, settings)
        except Exception:
            # Pages must stay up when their companion fails, and it must come back.
            log.exception("A companion of the web server failed; starting it again")
        await asyncio.sleep(1)


@asynccontextmanager
async def listening(bus: Bus, settings: Settings) -> AsyncIterator[None]:
    """Hear the bus: caches follow it, and so do the live connections of this process."""
    readers.listen(bus)
    sessions.listen(bus)
    kept.listen(bus)
    keeping.listen(bus)
    live.listen(bus)
    unread.listen(bus)
    counting.listen(bus)
    ear = asyncio.create_task(bus.run(settings))
    try:
        await asyncio.wait_for(bus.connected.wait(), 30)
        yield
    finally:
        ear.cancel()
        with suppress(asyncio.CancelledError):
            await ear


@lru_cache
def content_security_policy() -> str:
    """Nothing from elsewhere, nothing inline but what is allowed by its hash."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self' " + " ".join(assets.csp_script_hashes()),
            "style-src 'self' " + " ".join(assets.csp_style_hashes()),
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ]
    )
