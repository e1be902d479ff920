"""Answers that only few may read, or only once."""

from typing import TypeVar

from starlette.responses import Response

NO_STORE = {"Cache-Control": "no-store"}

R = TypeVar("R", bound=Response)


def not_stored(response: R) -> R:
    """Let no cache keep an answer, the browser's own included."""
    response.headers.update(NO_STORE)
    return response
