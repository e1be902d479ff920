"""Around every request: its id, its place in the statistics, its line in the log."""

import logging
from time import perf_counter

from prometheus_client import Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.monitoring.ids import id_from, request_id

log = logging.getLogger("hub.requests")

SLOW_SECONDS = 1.0
# Methods are the caller's to invent; each would be another series.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_READING = ("GET", "HEAD")

_SECONDS = Histogram(
    "hub_request_seconds",
    "Time from a request's arrival until its answer was handed over, by the template of its address.",
    ["method", "route", "status"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_IN_FLIGHT = Gauge("hub_requests_in_flight", "Requests that are being worked on.")


class Observed:
    """Gives each request an id, which the client is told, and notes how long it took and how it ended.

    Logged are requests that change something, fail or take over a second; with `log_all` every one. Addresses
    may hold secrets, such as an invitation's, so only their templates are noted.
    """

    def __init__(self, app: ASGIApp, *, log_all: bool) -> None:
        self.app = app
        self.log_all = log_all
        self._in_flight = 0
        self._series: dict[tuple[str, str, int], Histogram] = {}
        _IN_FLIGHT.set_function(lambda: self._in_flight)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind == "lifespan":
            await self.app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), None)
        id_ = id_from(given)
        request_id.set(id_)
        if kind == "websocket":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})["request_id"] = id_
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", id_.encode("ascii"))]
            await send(message)

        self._in_flight += 1
        began = perf_counter()
        try:
            await self.app(scope, receive, answer)
        finally:
            self._in_flight -= 1
            self._note(scope, status, perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method: str = scope["method"]
        route: str = getattr(scope.get("route"), "path", "none")
        key = (method, route, status // 100)
        series = self._series.get(key)
        if series is None:
            shown = method if method in _METHODS else "other"
            series = _SECONDS.labels(shown, route, f"{status // 100}xx")
            if shown == method:
                self._series[key] = series
        series.observe(seconds)
        if self.log_all or status >= 400 or method not in _READING or seconds > SLOW_SECONDS:
            reader = scope["state"].get("reader")
            log.info(
                "%s %s %s %.1f ms",
                method,
                route,
                status,
                seconds * 1000,
                extra={
                    "method": method,
                    "route": route,
                    "status": status,
                    "duration_ms": round(seconds * 1000, 1),
                    "user_id": reader.id if reader else None,
                },
            )
