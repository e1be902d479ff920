"""Pages that show what only few may read: no cache keeps them, neither the browser's nor the one for going back."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.errors import HubError
from hub.pages.refusing import refused
from hub.web.caching import not_stored


async def confidential(request: Request, template: str, **context: Any) -> Response:
    """A page that extends ``knowledge/defects/base.html``."""
    return not_stored(await pages.render(request, template, **({"nav": "defects"} | context)))


async def confidential_refused(request: Request, error: HubError, template: str, **context: Any) -> Response:
    """The same with what was typed, and what is wrong with it."""
    return not_stored(await refused(request, error, template, **({"nav": "defects"} | context)))


def confidential_fragment(request: Request, template: str, **context: Any) -> Response:
    """A piece of such a page."""
    return not_stored(pages.fragment(request, template, **context))
