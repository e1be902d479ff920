"""Pages that are fetched before anybody has asked for them: they count as neither opened nor read."""

from starlette.requests import Request


def is_prefetch(request: Request) -> bool:
    """Whether a browser asks ahead of a click that may never come (Turbo says so in its own header)."""
    purposes = (request.headers.get(name, "") for name in ("sec-purpose", "x-sec-purpose", "purpose"))
    return any("prefetch" in purpose for purpose in purposes)
