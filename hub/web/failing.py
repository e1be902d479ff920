"""The one place where errors become answers: JSON for programs, a page for people."""

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hub import pages
from hub.errors import (
    HubError,
    InvalidInput,
    MethodNotAllowed,
    NotFound,
    SignInRequired,
)
from hub.i18n import _

log = logging.getLogger(__name__)


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
    if wants_json(request):
        return JSONResponse(problem(known), known.status, headers=known.headers())
    if isinstance(known, SignInRequired) and request.method == "GET":
        return pages.redirect_to_sign_in(request)
    response = await pages.render(request, "errors/error.html", status=known.status, error=known)
    response.headers.update(known.headers())
    return response


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


def problem(error: HubError) -> dict[str, object]:
    """The one JSON shape of an error."""
    body: dict[str, object] = {"code": error.code, "message": error.message()}
    if isinstance(error, InvalidInput):
        body["fields"] = error.errors
    if details := error.details():
        body["details"] = details
    return {"error": body}
