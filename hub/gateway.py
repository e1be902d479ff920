"""The gateway: live connections in processes of their own, for hubs that have outgrown one."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware

import hub.web.health
from hub import composition
from hub.app import Application, Companion
from hub.settings import Settings
from hub.web.failing import DatabaseMayBeAway
from hub.web.guarding import SameOrigin
from hub.web.identifying import Identify
from notifications import live


def create_gateway(settings: Settings, companions: Sequence[Companion] = ()) -> Starlette:
    """An application with ``/live``, ``/healthz`` and ``/readyz`` alone."""
    composition.wire()
    return Application(
        settings,
        companions,
        routes=[*live.routes, *hub.web.health.routes],
        middleware=[Middleware(DatabaseMayBeAway), Middleware(Identify), Middleware(SameOrigin)],
    )
