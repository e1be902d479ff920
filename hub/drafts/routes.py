"""Drafts follow a person from device to device."""

import json
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hub.api import Body, no_content
from hub.database import connection
from hub.drafts.models import Draft
from hub.errors import InvalidInput, TooMany
from hub.i18n import _
from hub.identity import reader_of
from hub.pages import forms

LONGEST_KEY = 80
MOST_DRAFTS = 500

_SAVE = """
INSERT INTO draft (user_id, key, content, updated_at) VALUES ($1, $2, $3::jsonb, now())
ON CONFLICT (user_id, key) DO UPDATE SET content = excluded.content, updated_at = now()
"""


class DraftBody(Body):
    """The fields of a form as far as they are filled in."""

    fields: dict[str, str | list[str]] = Field(max_length=50)


async def show(request: Request) -> Response:
    draft = await Draft.get_or_none(user_id=reader_of(request).id, key=_key(request))
    fields: dict[str, Any] = draft.content if draft else {}
    return JSONResponse({"fields": fields, "updated_at": draft.updated_at.isoformat() if draft else None})


async def save(request: Request) -> Response:
    reader = reader_of(request)
    key = _key(request)
    body = await forms.parse(request, DraftBody)
    text = json.dumps(body.fields)
    if "\\u0000" in text:
        raise InvalidInput({"fields": _("This text contains characters that are not valid Unicode.")})
    if await Draft.filter(user_id=reader.id).exclude(key=key).count() >= MOST_DRAFTS:
        raise TooMany(60)
    await connection().execute_query(_SAVE, [reader.id, key, text])
    return no_content()


async def discard(request: Request) -> Response:
    await Draft.filter(user_id=reader_of(request).id, key=_key(request)).delete()
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
