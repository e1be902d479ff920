"""Becoming somebody here: by invitation, or as the first administrator."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.accounts import invitations, setup
from hub.accounts.links import open_link
from hub.accounts.models import Invitation
from hub.accounts.naming import LONGEST_NAME
from hub.accounts.routes.signing_in import address_of, signed_in
from hub.errors import HubError, NotFound
from hub.i18n import current_locale, set_locale
from hub.pages import forms
from hub.pages.refusing import form_page, refused
from hub.text import Line
from hub.web.identifying import LOCALE_COOKIE


class Newcomer(BaseModel):
    """What an invited person fills in."""

    name: Annotated[str, Line(LONGEST_NAME)]
    password: str


class Founder(Newcomer):
    """What the first administrator fills in."""

    code: str
    email: str


async def show_invitation(request: Request) -> Response:
    invitation = await invitations.find(_invitation_uid(request))
    _speak(request, invitation)
    return await form_page(
        request, "accounts/invitation.html", values={"name": invitation.name}, invitation=invitation
    )


async def accept_invitation(request: Request) -> Response:
    uid = _invitation_uid(request)
    invitation = await invitations.find(uid)
    _speak(request, invitation)
    try:
        sent = await forms.parse(request, Newcomer)
        user = await invitations.accept(uid, name=sent.name, password=sent.password, locale=current_locale())
    except HubError as error:
        return await refused(request, error, "accounts/invitation.html", invitation=invitation)
    return await signed_in(request, user, "/")


async def show_setup(request: Request) -> Response:
    if not await setup.is_open():
        raise NotFound
    return await form_page(request, "accounts/setup.html")


async def finish_setup(request: Request) -> Response:
    if not await setup.is_open():
        raise NotFound
    try:
        sent = await forms.parse(request, Founder)
        user = await setup.finish(
            given_code=sent.code,
            email=sent.email,
            name=sent.name,
            password=sent.password,
            locale=current_locale(),
            address=address_of(request),
        )
    except HubError as error:
        return await refused(request, error, "accounts/setup.html")
    return await signed_in(request, user, "/admin/people")


def _speak(request: Request, invitation: Invitation) -> None:
    """In the language of the invitation, unless the visitor has chosen one."""
    if LOCALE_COOKIE not in request.cookies:
        set_locale(invitation.locale)


def _invitation_uid(request: Request) -> UUID:
    uid = open_link("invitation", request.path_params["token"])
    if uid is None:
        raise NotFound
    return uid


routes = [
    Route("/invitations/{token}", show_invitation, methods=["GET"]),
    Route("/invitations/{token}", accept_invitation, methods=["POST"]),
    Route("/setup", show_setup, methods=["GET"]),
    Route("/setup", finish_setup, methods=["POST"]),
]
