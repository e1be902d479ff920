"""The one place where errors become answers: JSON for programs, a page for people."""

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub import pages
from hub.database import is_away, may_be_ours
from hub.errors import (
    DatabaseAway,
    HubError,
    InvalidInput,
    MethodNotAllowed,
    NotFound,
    SignInRequired,
)
from hub.i18n import _, negotiate, set_locale
from hub.web.identifying import LOCALE_COOKIE

log = logging.getLogger(__name__)

# The close code for it in RFC 6455's registry.
TRY_AGAIN_LATER = 1013


class Unexpected(HubError):
    """A fault of ours. The person learns that nothing was saved, the log learns the rest."""

    status = 500
    code = "unexpected"

    def message(self) -> str:
        return _("Something went wrong on our side. Nothing was changed; please try again.")


_BY_STATUS: dict[int, type[HubError]] = {404: NotFound, 405: MethodNotAllowed}


async def respond_to_error(request: Request, error: Exception) -> Response:
    """The answer for any exception that a route lets through."""
    known = _known(error)
    request_id: str = request.scope["state"].get("request_id", "")
    if wants_json(request):
        return JSONResponse(problem(known, request_id), known.status, headers=known.headers())
    if isinstance(known, SignInRequired) and request.method == "GET":
        return pages.redirect_to_sign_in(request)
    response = await pages.render(
        request, "errors/error.html", status=known.status, error=known, request_id=request_id
    )
    response.headers.update(known.headers())
    return response


class DatabaseMayBeAway:
    """Answers 503, and says when to come back, where a request failed because the database cannot be reached."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._converse(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            if started or not is_away(error):
                raise
            _log_away(error)
            request = Request(scope, receive)
            if "reader" not in scope["state"]:
                # Nobody could be recognised, so nobody's choice of language is known.
                accepted = request.headers.get("accept-language", "")
                set_locale(request.cookies.get(LOCALE_COOKIE) or negotiate(accepted))
            response = await respond_to_error(request, DatabaseAway())
            await response(scope, receive, send)

    async def _converse(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except Exception as error:
            if not is_away(error):
                raise
            _log_away(error)
            if "reader" in scope["state"]:
                await send({"type": "websocket.close", "code": TRY_AGAIN_LATER})
            else:
                away = DatabaseAway()
                refusal = JSONResponse(problem(away), away.status, headers=away.headers())
                await refusal(scope, receive, send)


def _log_away(error: Exception) -> None:
    # Without a traceback for each of the thousands that try again, unless the fault might be ours.
    trace = error if may_be_ours(error) else None
    log.warning("The database is away: %s: %s", type(error).__name__, error, exc_info=trace)


def _known(error: Exception) -> HubError:
    if isinstance(error, HubError):
        return error
    if isinstance(error, HTTPException):
        if error.status_code in _BY_STATUS:
            return _BY_STATUS[error.status_code]()
        known = HubError()
        known.status = error.status_code
        return known
    return Unexpected()


def wants_json(request: Request) -> bool:
    """Whether the caller is a program: under ``/api/``, or asking for JSON."""
    return request.url.path.startswith("/api/") or "application/json" in request.headers.get("accept", "")


def problem(error: HubError, request_id: str = "") -> dict[str, object]:
    """The one JSON shape of an error. A fault of ours names its request, for whoever looks it up in the log."""
    body: dict[str, object] = {"code": error.code, "message": error.message()}
    if isinstance(error, InvalidInput):
        body["fields"] = error.errors
    if details := error.details():
        body["details"] = details
    if request_id and error.status >= 500:
        body["request_id"] = request_id
    return {"error": body}
