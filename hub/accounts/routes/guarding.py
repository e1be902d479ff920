"""Who may change the ways of getting in."""

from starlette.requests import Request

from hub.errors import Forbidden
from hub.identity import Reader, reader_of


def person_of(request: Request) -> Reader:
    """The person in a signed-in browser; Forbidden for a token, which could otherwise make itself last for ever."""
    reader = reader_of(request)
    if request.state.by_token:
        raise Forbidden
    return reader
