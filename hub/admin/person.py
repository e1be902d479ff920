"""One person: role, groups, access."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.accounts import operations
from hub.accounts.devices import describe
from hub.accounts.models import ApiToken, Role, Session, User
from hub.admin.frame import Id, admin_of, form_page_admin, refused_admin, row_of
from hub.audiences.membership import set_groups
from hub.audiences.models import Group, Membership
from hub.database import now
from hub.errors import HubError
from hub.i18n import _
from hub.pages import forms, redirect

TEMPLATE = "admin/person.html"


class NewRole(BaseModel):
    role: Role


class GroupsOf(BaseModel):
    groups: list[Id] = []


async def show(request: Request) -> Response:
    admin_of(request)
    person = await row_of(User, request)
    return await form_page_admin(request, TEMPLATE, **await _context(person))


async def change_role(request: Request) -> Response:
    admin = admin_of(request)
    person = await row_of(User, request)
    try:
        sent = await forms.parse(request, NewRole)
        await operations.change_role(admin, person, sent.role)
    except HubError as error:
        return await refused_admin(request, error, TEMPLATE, **await _context(await row_of(User, request)))
    return _back(person, _("The role is changed."))


async def change_groups(request: Request) -> Response:
    admin = admin_of(request)
    person = await row_of(User, request)
    sent = await forms.parse(request, GroupsOf)
    await set_groups(admin, person, sent.groups)
    return _back(person, _("The groups are changed."))


async def deactivate(request: Request) -> Response:
    admin = admin_of(request)
    person = await row_of(User, request)
    try:
        await operations.deactivate(admin, person)
    except HubError as error:
        return await refused_admin(request, error, TEMPLATE, **await _context(await row_of(User, request)))
    return _back(person, _("%(name)s is deactivated and signed out everywhere.") % {"name": person.name})


async def reactivate(request: Request) -> Response:
    admin = admin_of(request)
    person = await row_of(User, request)
    await operations.reactivate(admin, person)
    return _back(person, _("%(name)s can sign in again.") % {"name": person.name})


async def sign_out(request: Request) -> Response:
    admin = admin_of(request)
    person = await row_of(User, request)
    await operations.sign_out_everywhere(admin, person)
    return _back(person, _("%(name)s is signed out everywhere.") % {"name": person.name})


async def _context(person: User) -> dict[str, object]:
    open_sessions = await Session.filter(user_id=person.id, expires_at__gt=now()).order_by("-seen_at")
    return {
        "person": person,
        "groups": await Group.all().order_by("name"),
        "own_groups": {row.group_id for row in await Membership.filter(user_id=person.id)},
        "sessions": [(session, describe(session.user_agent)) for session in open_sessions],
        "token_count": await ApiToken.filter(user_id=person.id).count(),
    }


def _back(person: User, notice: str) -> Response:
    return redirect(f"/admin/people/{person.id}", notice=notice)


routes = [
    Route("/admin/people/{id:int}", show, methods=["GET"]),
    Route("/admin/people/{id:int}/role", change_role, methods=["PUT"]),
    Route("/admin/people/{id:int}/groups", change_groups, methods=["PUT"]),
    Route("/admin/people/{id:int}/deactivation", deactivate, methods=["PUT"]),
    Route("/admin/people/{id:int}/deactivation", reactivate, methods=["DELETE"]),
    Route("/admin/people/{id:int}/sessions", sign_out, methods=["DELETE"]),
]
