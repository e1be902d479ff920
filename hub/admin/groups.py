"""Groups and their members. A group may be the team that answers for a product."""

from typing import Annotated

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tortoise.functions import Count

from hub.accounts.models import User
from hub.accounts.naming import check_handle, free_handle
from hub.admin.frame import Id, admin_of, chosen, form_page_admin, refused_admin, row_of
from hub.audiences import operations
from hub.audiences.models import Group, Membership
from hub.database import in_transaction
from hub.errors import HubError
from hub.i18n import _
from hub.pages import forms, redirect
from hub.text import Line
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import find_terms


class NewGroup(BaseModel):
    """`handle` is how the group is mentioned; without one it follows from the name."""

    name: Annotated[str, Line(100)]
    handle: str = ""
    description: Annotated[str, Line(300, min_length=0)] = ""


class GroupChange(BaseModel):
    """`product` is the key of the product that the group answers for, `members` are ids of people.

    The `vendor_liaison` answers for all that is resold.
    """

    name: Annotated[str, Line(100)]
    description: Annotated[str, Line(300, min_length=0)] = ""
    product: str = ""
    vendor_liaison: bool = False
    members: list[Id] = []


async def show(request: Request) -> Response:
    admin_of(request)
    return await form_page_admin(request, "admin/groups.html", **await _list_context())


async def create(request: Request) -> Response:
    admin = admin_of(request)
    try:
        sent = await forms.parse(request, NewGroup)
        async with in_transaction():
            handle = await check_handle(sent.handle) if sent.handle else await free_handle(sent.name, "group")
            group = await operations.create_group(
                admin, handle=handle, name=sent.name, description=sent.description
            )
    except HubError as error:
        return await refused_admin(request, error, "admin/groups.html", **await _list_context())
    return redirect(f"/admin/groups/{group.id}", notice=_("The group is created. Choose its members."))


async def show_one(request: Request) -> Response:
    admin_of(request)
    group = await row_of(Group, request)
    return await form_page_admin(request, "admin/group.html", **await _context(group))


async def change(request: Request) -> Response:
    admin = admin_of(request)
    group = await row_of(Group, request)
    try:
        sent = await forms.parse(request, GroupChange)
        products = await find_terms(Facet.PRODUCT, [sent.product])
        async with in_transaction():
            await operations.change_group(
                admin,
                group,
                name=sent.name,
                description=sent.description,
                product_id=products[0].id if products else None,
                vendor_liaison=sent.vendor_liaison,
            )
            await operations.set_members(
                admin, group, [user.id for user in await User.filter(id__in=sent.members)]
            )
    except HubError as error:
        context = await _context(await row_of(Group, request)) | {"members": await chosen(request, "members")}
        return await refused_admin(request, error, "admin/group.html", **context)
    return redirect("/admin/groups", notice=_("“%(name)s” is saved.") % {"name": group.name})


async def _list_context() -> dict[str, object]:
    groups = (
        await Group.all().annotate(members=Count("memberships")).order_by("name").prefetch_related("product")
    )
    return {"groups": groups}


async def _context(group: Group) -> dict[str, object]:
    members = {row.user_id for row in await Membership.filter(group_id=group.id)}
    product = await Term.get_or_none(id=group.product_id) if group.product_id else None
    return {
        "group": group,
        "members": members,
        "people": await User.filter(placeholder=False).order_by("name"),
        "products": await Term.filter(facet=Facet.PRODUCT, archived_at__isnull=True).order_by(
            "position", "name_en"
        ),
        "product": product,
    }


routes = [
    Route("/admin/groups", show, methods=["GET"]),
    Route("/admin/groups", create, methods=["POST"]),
    Route("/admin/groups/{id:int}", show_one, methods=["GET"]),
    Route("/admin/groups/{id:int}", change, methods=["PUT"]),
]
