"""Short messages that survive one redirect, kept in a cookie."""

import json
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "hub_notice"


def add_notice(response: Response, text: str, kind: str = "success") -> None:
    """Show `text` on the next page; `kind` is success, info, warning or error."""
    response.set_cookie(COOKIE, quote(json.dumps([kind, text])), max_age=60, httponly=True, samesite="lax")


def take_notices(request: Request) -> list[tuple[str, str]]:
    """What the last answer wanted to be shown."""
    try:
        kind, text = json.loads(unquote(request.cookies.get(COOKIE, "")))
    except ValueError:
        return []
    return [(str(kind), str(text))]


def clear_notices(request: Request, response: Response) -> None:
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE)
