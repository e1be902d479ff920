"""Getting a new password."""

from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.accounts import resets
from hub.accounts.links import open_link
from hub.accounts.routes.signing_in import address_of
from hub.errors import HubError, NotFound
from hub.i18n import _
from hub.pages import forms, redirect, render
from hub.pages.refusing import form_page, refused


class Forgetful(BaseModel):
    """Whose password is forgotten."""

    email: str


class NewPassword(BaseModel):
    """The password from now on."""

    password: str


async def show_request(request: Request) -> Response:
    email = request.query_params.get("email", "")
    return await form_page(request, "accounts/reset_request.html", values={"email": email})


async def send_request(request: Request) -> Response:
    """Mail a link; the answer is the same for an address that nobody has."""
    try:
        sent = await forms.parse(request, Forgetful)
        await resets.request_reset(sent.email, address=address_of(request))
    except HubError as error:
        return await refused(request, error, "accounts/reset_request.html")
    return redirect("/password-resets/sent")


async def show_sent(request: Request) -> Response:
    return await render(request, "accounts/reset_sent.html")


async def show_reset(request: Request) -> Response:
    reset = await resets.find(_reset_uid(request))
    return await form_page(request, "accounts/reset.html", user=reset.user)


async def finish_reset(request: Request) -> Response:
    uid = _reset_uid(request)
    reset = await resets.find(uid)
    try:
        sent = await forms.parse(request, NewPassword)
        await resets.finish(uid, password=sent.password)
    except HubError as error:
        return await refused(request, error, "accounts/reset.html", user=reset.user)
    return redirect("/session/new", notice=_("Your new password is set. Sign in with it."))


def _reset_uid(request: Request) -> UUID:
    uid = open_link("password-reset", request.path_params["token"])
    if uid is None:
        raise NotFound
    return uid


routes = [
    Route("/password-resets/new", show_request, methods=["GET"]),
    Route("/password-resets", send_request, methods=["POST"]),
    Route("/password-resets/sent", show_sent, methods=["GET"]),
    Route("/password-resets/{token}", show_reset, methods=["GET"]),
    Route("/password-resets/{token}", finish_reset, methods=["POST"]),
]
