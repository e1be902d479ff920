"""Pages that show what only few may read: no cache keeps them, neither the browser's nor the one for going back."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.errors import HubError
from hub.pages.refusing import refused

NO_STORE = {"Cache-Control": "no-store"}


async def confidential(request: Request, template: str, **context: Any) -> Response:
    """A page that extends ``knowledge/defects/base.html``."""
    response = await pages.render(request, template, **({"nav": "defects"} | context))
    response.headers.update(NO_STORE)
    return response


async def confidential_refused(request: Request, error: HubError, template: str, **context: Any) -> Response:
    """The same with what was typed, and what is wrong with it."""
    response = await refused(request, error, template, **({"nav": "defects"} | context))
    response.headers.update(NO_STORE)
    return response


def confidential_fragment(request: Request, template: str, **context: Any) -> Response:
    """A piece of such a page."""
    response = pages.fragment(request, template, **context)
    response.headers.update(NO_STORE)
    return response
