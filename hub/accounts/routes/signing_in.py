"""Signing in and out."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.accounts import sessions, setup, signing_in
from hub.accounts.models import Session, User
from hub.errors import HubError
from hub.i18n import _
from hub.identity import maybe_reader
from hub.pages import forms, redirect
from hub.pages.refusing import form_page, refused
from hub.pages.rendering import local_path
from hub.settings import get_settings


class Credentials(BaseModel):
    """What the sign-in form sends; `next` is where to go afterwards."""

    email: str
    password: str
    next: str = "/"


async def show(request: Request) -> Response:
    """The sign-in page; the set-up page as long as nobody could sign in."""
    target = local_path(request.query_params.get("next", "/"))
    if maybe_reader(request):
        return redirect(target)
    if await setup.is_open():
        return redirect("/setup")
    email = request.query_params.get("email", "")
    return await form_page(request, "accounts/sign_in.html", values={"email": email, "next": target})


async def start(request: Request) -> Response:
    """Sign in and go on to `next`."""
    try:
        sent = await forms.parse(request, Credentials)
        user = await signing_in.authenticate(sent.email, sent.password, address=address_of(request))
    except HubError as error:
        return await refused(request, error, "accounts/sign_in.html")
    return await signed_in(request, user, local_path(sent.next))


async def end(request: Request) -> Response:
    """Sign out. Pages that the browser kept go too, so that nobody reads them with the Back button."""
    session_id = request.state.session_id
    if session_id and (session := await Session.get_or_none(id=session_id)):
        await sessions.end(session)
    response = redirect("/session/new", notice=_("You are signed out."), kind="info")
    response.delete_cookie(sessions.COOKIE)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


async def signed_in(request: Request, user: User, target: str) -> Response:
    """Start a session for somebody who has proved who they are, and send them to `target`."""
    # A session that was in this browser before must not live on beside the new one.
    if request.state.session_id and (old := await Session.get_or_none(id=request.state.session_id)):
        await sessions.end(old)
    token = await sessions.start(
        user, user_agent=request.headers.get("user-agent", ""), address=address_of(request)
    )
    response = redirect(target)
    response.set_cookie(
        sessions.COOKIE,
        token,
        max_age=int(sessions.LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=get_settings().https or request.url.scheme == "https",
    )
    return response


def address_of(request: Request) -> str:
    """The network address that a request came from."""
    return request.client.host if request.client else ""


routes = [
    Route("/session/new", show, methods=["GET"]),
    Route("/session", start, methods=["POST"]),
    Route("/session", end, methods=["DELETE"]),
]
