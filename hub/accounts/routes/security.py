"""A person's own password and signed-in browsers."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.accounts import sessions
from hub.accounts.devices import describe
from hub.accounts.models import Session
from hub.accounts.profile import change_password
from hub.accounts.routes.guarding import person_of
from hub.database import now
from hub.errors import HubError, NotFound
from hub.i18n import _
from hub.identity import Reader
from hub.pages import forms, redirect
from hub.pages.refusing import form_page, refused

PAGE = "/settings/security"


class PasswordChange(BaseModel):
    current: str
    new: str


async def show(request: Request) -> Response:
    listed = await _sessions(request, person_of(request))
    return await form_page(request, "accounts/security.html", sessions=listed)


async def set_password(request: Request) -> Response:
    reader = person_of(request)
    try:
        sent = await forms.parse(request, PasswordChange)
        await change_password(reader, current=sent.current, new=sent.new, session_id=request.state.session_id)
    except HubError as error:
        listed = await _sessions(request, reader)
        return await refused(request, error, "accounts/security.html", sessions=listed)
    return redirect(PAGE, notice=_("Your password is changed. Every other browser is signed out."))


async def end_session(request: Request) -> Response:
    session = await Session.get_or_none(uid=request.path_params["uid"], user_id=person_of(request).id)
    if session is None:
        raise NotFound
    await sessions.end(session)
    return redirect(PAGE, notice=_("That browser is signed out."))


async def end_other_sessions(request: Request) -> Response:
    await sessions.end_all(person_of(request).id, but=request.state.session_id)
    return redirect(PAGE, notice=_("Every other browser is signed out."))


async def _sessions(request: Request, reader: Reader) -> list[dict[str, object]]:
    """The signed-in browsers, this one first, in words."""
    found = await Session.filter(user_id=reader.id, expires_at__gt=now()).order_by("-seen_at")
    current = request.state.session_id
    return [
        {"session": session, "device": describe(session.user_agent), "current": session.id == current}
        for session in sorted(found, key=lambda session: session.id != current)
    ]


routes = [
    Route(PAGE, show, methods=["GET"]),
    Route("/settings/password", set_password, methods=["PUT"]),
    Route("/settings/sessions", end_other_sessions, methods=["DELETE"]),
    Route("/settings/sessions/{uid:uuid}", end_session, methods=["DELETE"]),
]
