"""Named audiences: who belongs to them and how much they guard."""

from typing import Annotated

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.accounts.models import User
from hub.admin.frame import Id, admin_of, chosen, form_page_admin, refused_admin, row_of
from hub.admin.uses import count_uses
from hub.audiences import operations, queries
from hub.audiences.models import Audience, AudienceGroup, AudiencePerson, Group
from hub.errors import HubError, NotFound
from hub.i18n import _
from hub.pages import forms, redirect
from hub.text import Line


class AudienceForm(BaseModel):
    """`groups` and `people` are ids; together they are the readers."""

    name: Annotated[str, Line(100)]
    groups: list[Id] = []
    people: list[Id] = []


async def show(request: Request) -> Response:
    admin_of(request)
    return await form_page_admin(request, "admin/audiences.html", **await _list_context())


async def create(request: Request) -> Response:
    admin = admin_of(request)
    try:
        sent = await forms.parse(request, AudienceForm)
        await operations.named(admin, sent.name, **await _members(sent))
    except HubError as error:
        context = await _list_context() | await _chosen(request)
        return await refused_admin(request, error, "admin/audiences.html", **context)
    return redirect("/admin/audiences", notice=_("“%(name)s” is saved.") % {"name": sent.name})


async def show_one(request: Request) -> Response:
    admin_of(request)
    audience = await _named(request)
    return await form_page_admin(request, "admin/audience.html", **await _context(audience))


async def change(request: Request) -> Response:
    admin = admin_of(request)
    audience = await _named(request)
    if audience.everyone:
        raise NotFound
    try:
        sent = await forms.parse(request, AudienceForm)
        await operations.change(admin, audience, name=sent.name, **await _members(sent))
    except HubError as error:
        context = await _context(await _named(request)) | await _chosen(request)
        return await refused_admin(request, error, "admin/audience.html", **context)
    return redirect("/admin/audiences", notice=_("“%(name)s” is saved.") % {"name": sent.name})


async def _named(request: Request) -> Audience:
    """Readers that were chosen for one thing have no page of their own: changing them there would surprise."""
    audience = await row_of(Audience, request)
    if audience.name is None:
        raise NotFound
    return audience


async def _members(sent: AudienceForm) -> dict[str, list[int]]:
    return {
        "group_ids": [group.id for group in await Group.filter(id__in=sent.groups)],
        "user_ids": [user.id for user in await User.filter(id__in=sent.people)],
    }


async def _list_context() -> dict[str, object]:
    uses = await count_uses()
    audiences = await Audience.filter(name__isnull=False).order_by("-everyone", "name")
    members = await queries.members([audience.id for audience in audiences])
    return {
        "audiences": [
            {
                "audience": audience,
                "size": members[audience.id].count,
                "uses": uses.get(audience.id, []),
            }
            for audience in audiences
        ],
        "own_groups": set(),
        "own_people": set(),
        **await _choices(),
    }


async def _context(audience: Audience) -> dict[str, object]:
    members = await operations.members_of(audience)
    return {
        "audience": audience,
        "own_groups": {row.group_id for row in await AudienceGroup.filter(audience_id=audience.id)},
        "own_people": {row.user_id for row in await AudiencePerson.filter(audience_id=audience.id)},
        "members": await User.filter(id__in=members).order_by("name"),
        "uses": (await count_uses()).get(audience.id, []),
        **await _choices(),
    }


async def _chosen(request: Request) -> dict[str, object]:
    return {"own_groups": await chosen(request, "groups"), "own_people": await chosen(request, "people")}


async def _choices() -> dict[str, object]:
    return {
        "groups": await Group.all().order_by("name"),
        "people": await User.filter(placeholder=False).order_by("name"),
    }


routes = [
    Route("/admin/audiences", show, methods=["GET"]),
    Route("/admin/audiences", create, methods=["POST"]),
    Route("/admin/audiences/{id:int}", show_one, methods=["GET"]),
    Route("/admin/audiences/{id:int}", change, methods=["PUT"]),
]
