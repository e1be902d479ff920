"""Middleware that keeps bad requests out: foreign forms, oversized bodies; and puts security headers on answers."""

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.errors import CrossSite, HubError, TooLarge
from hub.web.failing import respond_to_error

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OVERRIDABLE = {b"_method=PUT": "PUT", b"_method=PATCH": "PATCH", b"_method=DELETE": "DELETE"}
LARGEST_BODY = 1024 * 1024


class SameOrigin:
    """Refuses state-changing requests that a browser sent from another site.

    Browsers say where a request came from in Sec-Fetch-Site, older ones in Origin (Fetch standard; OWASP CSRF
    cheat sheet, "Fetch Metadata headers"). Programs send neither, and requests with a bearer token carry their
    own proof, since no browser attaches one by itself.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" or (scope["type"] == "http" and scope["method"] not in SAFE_METHODS):
            headers = Headers(scope=scope)
            if not scope["state"]["by_token"] and not _same_origin(headers):
                if scope["type"] == "websocket":
                    await send({"type": "websocket.close", "code": 4403, "reason": "cross_site"})
                    return
                await refuse(CrossSite(), scope, receive, send)
                return
        await self.app(scope, receive, send)


def _same_origin(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc == headers.get("host")
    except ValueError:
        return False


class LimitedBody:
    """Refuses bodies over the limit of their path, whether announced or streamed."""

    def __init__(self, app: ASGIApp, *, uploads: dict[str, int]) -> None:
        self.app = app
        self.uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.uploads.get(scope["path"], LARGEST_BODY)
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdigit() and int(announced) > limit:
            await refuse(TooLarge(limit), scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise TooLarge(limit)
            return message

        try:
            await self.app(scope, counted, send)
        except TooLarge as error:
            # Raised while a middleware was reading; a route's own reading is answered further in.
            await refuse(error, scope, receive, send)


class MethodOverride:
    """Lets a form, which can only POST, say PUT, PATCH or DELETE in a field named ``_method``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = Headers(scope=scope).get("content-type", "") if scope["type"] == "http" else ""
        if (
            scope["type"] != "http"
            or scope["method"] != "POST"
            or not kind.startswith("application/x-www-form-urlencoded")
        ):
            await self.app(scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        for field in body.split(b"&"):
            if field in OVERRIDABLE:
                scope["method"] = OVERRIDABLE[field]
        pending = [{"type": "http.request", "body": body, "more_body": False}]

        async def replayed() -> Message:
            return pending.pop() if pending else await receive()

        await self.app(scope, replayed, send)


class SecurityHeaders:
    """Puts the content security policy and its companions on every answer that has none of its own."""

    def __init__(self, app: ASGIApp, *, policy: Callable[[], str], https: bool) -> None:
        self.app = app
        self.policy = policy
        self.https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", self.policy())
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "same-origin")
                headers.setdefault("X-Frame-Options", "DENY")
                headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
                headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
                headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
                if self.https:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        await self.app(scope, receive, with_headers)


async def refuse(error: HubError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request with `error` instead of passing it on."""
    response = await respond_to_error(Request(scope, receive), error)
    await response(scope, receive, send)
