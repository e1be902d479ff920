"""Back to the page that a form stood on."""

from urllib.parse import urlsplit

from starlette.requests import Request

from hub.pages.rendering import local_path


def came_from(request: Request, otherwise: str = "/") -> str:
    """The path and query of our page that sent this request; `otherwise` when the browser does not say."""
    try:
        page = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return otherwise
    if not page.netloc or page.netloc != request.url.netloc:
        return otherwise
    return local_path(page.path + (f"?{page.query}" if page.query else ""))
