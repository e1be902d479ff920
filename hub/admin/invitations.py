"""Asking people to join, and taking it back."""

from typing import Annotated, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.accounts import invitations
from hub.accounts.models import Invitation, Role
from hub.accounts.naming import LONGEST_NAME
from hub.admin.frame import Id, admin_of, chosen, refused_admin, row_of
from hub.admin.people import PAGE, people_context
from hub.errors import HubError
from hub.i18n import _
from hub.pages import forms, redirect
from hub.text import Line


class NewInvitation(BaseModel):
    """Whom to ask, and what they will be."""

    email: str
    name: Annotated[str, Line(LONGEST_NAME)]
    role: Role = Role.MEMBER
    locale: Literal["en", "zh"] = "en"
    groups: list[Id] = []


async def invite(request: Request) -> Response:
    admin = admin_of(request)
    try:
        sent = await forms.parse(request, NewInvitation)
        invitation = await invitations.invite(
            admin,
            email=sent.email,
            name=sent.name,
            role=sent.role,
            locale=sent.locale,
            group_ids=sent.groups,
        )
    except HubError as error:
        context = await people_context(request) | {"own_groups": await chosen(request, "groups")}
        return await refused_admin(request, error, "admin/people.html", **context)
    notice = _("An invitation to %(email)s is on its way.") % {"email": invitation.email}
    return redirect(PAGE, notice=notice)


async def revoke(request: Request) -> Response:
    admin = admin_of(request)
    await invitations.revoke(admin, await row_of(Invitation, request))
    return redirect(PAGE, notice=_("The invitation is withdrawn."))


routes = [
    Route("/admin/invitations", invite, methods=["POST"]),
    Route("/admin/invitations/{id:int}", revoke, methods=["DELETE"]),
]
