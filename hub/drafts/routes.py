"""Drafts follow a person from device to device."""

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hub.api import Body, no_content
from hub.drafts import operations
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import reader_of
from hub.pages import forms
from hub.text import Prose

LONGEST_KEY = 80
LONGEST_FIELD = 200_000

Value = Annotated[str, Prose(LONGEST_FIELD)]


class DraftBody(Body):
    """The fields of a form as far as they are filled in."""

    fields: dict[Value, Value | list[Value]] = Field(max_length=50)


async def show(request: Request) -> Response:
    draft = await operations.find(reader_of(request), _key(request))
    if draft is None:
        return JSONResponse({"fields": {}, "updated_at": None})
    return JSONResponse({"fields": draft.content, "updated_at": draft.updated_at.isoformat()})


async def save(request: Request) -> Response:
    body = await forms.parse(request, DraftBody)
    await operations.keep(reader_of(request), _key(request), body.model_dump()["fields"])
    return no_content()


async def discard(request: Request) -> Response:
    await operations.discard(reader_of(request), _key(request))
    return no_content()


def _key(request: Request) -> str:
    key = str(request.path_params["key"])
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise InvalidInput({"key": _("Please give a valid value.")})
    return key


routes = [
    Route("/drafts/{key}", show, methods=["GET"]),
    Route("/drafts/{key}", save, methods=["PUT"]),
    Route("/drafts/{key}", discard, methods=["DELETE"]),
]
