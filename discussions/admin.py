"""The admin pages of spaces."""

import re
from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from tortoise.functions import Count

from discussions import spaces
from discussions.models import Space
from hub.admin import admin_of, form_page_admin, refused_admin, row_of
from hub.admin.frame import Id
from hub.audiences.models import Audience
from hub.audiences.operations import everyone
from hub.audiences.queries import label
from hub.database import new_uid
from hub.errors import HubError, InvalidInput
from hub.i18n import _
from hub.pages import forms, redirect
from hub.text import Line

PAGE = "/admin/spaces"
LONGEST_SLUG = 60


class SpaceForm(BaseModel):
    """`audience` is the id of a named audience; `position` counts from 0."""

    name: Annotated[str, Line(100)]
    description: Annotated[str, Line(300, min_length=0)] = ""
    audience: Id
    position: Annotated[int, Field(ge=0, le=10_000)] = 0


async def show(request: Request) -> Response:
    admin_of(request)
    return await form_page_admin(request, "discussions/admin/spaces.html", **await _list_context())


async def create(request: Request) -> Response:
    admin = admin_of(request)
    try:
        sent = await forms.parse(request, SpaceForm)
        space = await spaces.create(
            admin,
            name=sent.name,
            slug=await _free_slug(sent.name),
            description=sent.description,
            audience=await _audience(sent.audience),
            position=sent.position or await Space.all().count(),
        )
    except HubError as error:
        return await refused_admin(request, error, "discussions/admin/spaces.html", **await _list_context())
    return redirect(PAGE, notice=_("“%(name)s” is saved.") % {"name": space.name})


async def show_one(request: Request) -> Response:
    admin_of(request)
    context = await _context(await row_of(Space, request))
    return await form_page_admin(request, "discussions/admin/space.html", **context)


async def change(request: Request) -> Response:
    admin = admin_of(request)
    space = await row_of(Space, request)
    try:
        sent = await forms.parse(request, SpaceForm)
        audience = await _audience(sent.audience, space)
        await spaces.change(
            admin,
            space,
            name=sent.name,
            description=sent.description,
            audience=audience,
            position=sent.position,
        )
    except HubError as error:
        context = await _context(await row_of(Space, request))
        return await refused_admin(request, error, "discussions/admin/space.html", **context)
    return redirect(PAGE, notice=_("“%(name)s” is saved.") % {"name": space.name})


async def archive(request: Request) -> Response:
    admin = admin_of(request)
    space = await row_of(Space, request)
    await spaces.archive(admin, space)
    return redirect(PAGE, notice=_("“%(name)s” takes no more cases.") % {"name": space.name})


async def unarchive(request: Request) -> Response:
    admin = admin_of(request)
    space = await row_of(Space, request)
    await spaces.unarchive(admin, space)
    return redirect(PAGE, notice=_("“%(name)s” takes cases again.") % {"name": space.name})


async def _audience(id_: int, space: Space | None = None) -> Audience:
    """A named audience, or the readers that `space` has already."""
    audience = await Audience.get_or_none(id=id_)
    if audience is None or (audience.name is None and not (space and space.audience_id == id_)):
        raise InvalidInput({"audience": _("Please choose one of the offered values.")})
    return audience


async def _free_slug(name: str) -> str:
    base = (
        re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[: LONGEST_SLUG - 6].rstrip("-")
        or new_uid().hex[:12]
    )
    slug, number = base, 1
    while await Space.exists(slug=slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


async def _list_context() -> dict[str, object]:
    listed = Space.all().annotate(cases=Count("threads")).prefetch_related("audience")
    return {"spaces": await listed.order_by("position", "name"), "audiences": await _audiences()}


async def _context(space: Space) -> dict[str, object]:
    named = await _audiences()
    # Readers that were chosen for this space alone stay on offer: saving must not change them unasked.
    own = [] if space.audience_id in dict(named) else [(space.audience_id, await label(space.audience_id))]
    return {"space": space, "audiences": own + named}


async def _audiences() -> list[tuple[int, str]]:
    await everyone()
    found = await Audience.filter(name__isnull=False).order_by("-everyone", "name")
    return [(audience.id, await label(audience)) for audience in found]


routes: list[BaseRoute] = [
    Route(PAGE, show, methods=["GET"]),
    Route(PAGE, create, methods=["POST"]),
    Route(f"{PAGE}/{{id:int}}", show_one, methods=["GET"]),
    Route(f"{PAGE}/{{id:int}}", change, methods=["PUT"]),
    Route(f"{PAGE}/{{id:int}}/archival", archive, methods=["PUT"]),
    Route(f"{PAGE}/{{id:int}}/archival", unarchive, methods=["DELETE"]),
]
