"""Short messages that survive one redirect, kept in a cookie."""

import json
from typing import Literal
from urllib.parse import quote, unquote

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

COOKIE = "hub_notice"

Kind = Literal["success", "info", "warning", "error"]

# Whatever a cookie holds, a page must come of it.
_NOTICE: TypeAdapter[tuple[Kind, str]] = TypeAdapter(tuple[Kind, str])


def add_notice(response: Response, text: str, kind: str = "success") -> None:
    """Show `text` on the next page; `kind` is success, info, warning or error."""
    response.set_cookie(COOKIE, quote(json.dumps([kind, text])), max_age=60, httponly=True, samesite="lax")


def take_notices(request: Request) -> list[tuple[str, str]]:
    """What the last answer wanted to be shown."""
    if COOKIE not in request.cookies:
        return []
    try:
        kind, text = _NOTICE.validate_json(unquote(request.cookies[COOKIE]))
    except ValueError:
        return []
    return [(kind, text)]


def clear_notices(request: Request, response: Response) -> None:
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE)
