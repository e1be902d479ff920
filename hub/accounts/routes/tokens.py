"""A person's own tokens for programs."""

from typing import Annotated, Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.accounts import sessions
from hub.accounts.models import ApiToken
from hub.accounts.routes.guarding import person_of
from hub.errors import HubError, InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader
from hub.pages import forms, redirect
from hub.pages.refusing import form_page, refused
from hub.settings import get_settings
from hub.text import Line
from hub.web.caching import not_stored

PAGE = "/settings/tokens"
MOST_TOKENS = 50


class NewToken(BaseModel):
    """`name` reminds its owner what the token is for."""

    name: Annotated[str, Line(100)]


async def show(request: Request) -> Response:
    context = await _context(person_of(request))
    return await form_page(request, "accounts/tokens.html", **context, secret=None)


async def create(request: Request) -> Response:
    """Create a token and show its secret: in this answer and never again."""
    reader = person_of(request)
    try:
        sent = await forms.parse(request, NewToken)
        if await ApiToken.filter(user_id=reader.id).count() >= MOST_TOKENS:
            raise InvalidInput({"name": _("You have too many tokens. Revoke one that is not used any more.")})
    except HubError as error:
        return await refused(request, error, "accounts/tokens.html", **await _context(reader), secret=None)
    _token, secret = await sessions.create_token(reader.id, sent.name, actor=reader)
    context = await _context(reader)
    page = await form_page(request, "accounts/tokens.html", status=201, **context, secret=secret)
    return not_stored(page)


async def revoke(request: Request) -> Response:
    reader = person_of(request)
    token = await ApiToken.get_or_none(uid=request.path_params["uid"], user_id=reader.id)
    if token is None:
        raise NotFound
    await sessions.revoke_token(reader, token)
    return redirect(PAGE, notice=_("The token is revoked."))


async def _context(reader: Reader) -> dict[str, Any]:
    return {
        "tokens": await ApiToken.filter(user_id=reader.id).order_by("-id"),
        "address": get_settings().address,
    }


routes = [
    Route(PAGE, show, methods=["GET"]),
    Route(PAGE, create, methods=["POST"]),
    Route(f"{PAGE}/{{uid:uuid}}", revoke, methods=["DELETE"]),
]
