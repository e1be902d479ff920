"""Middleware that finds out who is asking, and in which language."""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.accounts import absence, sessions
from hub.i18n import negotiate, set_locale
from hub.identity import Reader, readers

LOCALE_COOKIE = "hub_locale"


class Identify:
    """Puts `reader`, `session_id`, `token_id` and `by_token` into the scope's state and sets the language."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            cookies = _cookies(headers.get("cookie", ""))
            state = scope.setdefault("state", {})
            state["by_token"] = False
            state["session_id"] = state["token_id"] = None
            # Assets are the same for everybody and need not wait for the database.
            asset = scope["path"].startswith("/static/")
            state["reader"] = reader = None if asset else await self._reader(scope, headers, cookies)
            chosen = reader.locale if reader else cookies.get(LOCALE_COOKIE, "")
            set_locale(chosen or negotiate(headers.get("accept-language", "")))
        await self.app(scope, receive, send)

    async def _reader(self, scope: Scope, headers: Headers, cookies: dict[str, str]) -> Reader | None:
        scheme, _space, secret = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            token = await sessions.find_token(secret.strip())
            scope["state"]["by_token"] = True
            if token is None:
                return None
            scope["state"]["token_id"] = token.id
            return await readers.get(token.user_id)
        if cookie := cookies.get(sessions.COOKIE):
            session = await sessions.find(cookie)
            if session:
                scope["state"]["session_id"] = session.id
                if _is_present(scope, headers):
                    await absence.note_presence(session.user_id)
                return await readers.get(session.user_id)
        return None


def _is_present(scope: Scope, headers: Headers) -> bool:
    """Whether somebody sits at the browser: a page that was left open connects, catches up and reloads by itself."""
    if scope["type"] != "http":
        return False
    asks_for_page = "text/html" in headers.get("accept", "") and "turbo-frame" not in headers
    return asks_for_page or scope["method"] not in ("GET", "HEAD", "OPTIONS")


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}
