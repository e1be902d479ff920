"""What every admin page shares: the guard, the list of sections, the frame."""

from typing import Annotated, Any, TypeVar

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from tortoise.models import Model

from hub.errors import Forbidden, HubError, NotFound
from hub.i18n import N_, _
from hub.identity import Reader, reader_of
from hub.pages import render
from hub.pages.forms import ids_among
from hub.pages.refusing import form_page, refused

M = TypeVar("M", bound=Model)

LARGEST_ID = 2**63 - 1
# An id in a form; larger numbers are none that the database can hold.
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]

_sections: list[tuple[str, str]] = [
    (N_("People"), "/admin/people"),
    (N_("Groups"), "/admin/groups"),
    (N_("Audiences"), "/admin/audiences"),
    (N_("Vocabulary"), "/admin/vocabulary"),
    (N_("Deliveries"), "/admin/deliveries"),
    (N_("Audit log"), "/admin/audit"),
    (N_("System"), "/admin/system"),
]


def register_section(label: str, path: str, *, after: str = "/admin/audiences") -> None:
    """Add a page to the administration, behind the section at `after`. `label` is marked with N_."""
    if (label, path) not in _sections:
        place = [known for _label, known in _sections].index(after)
        _sections.insert(place + 1, (label, path))


def admin_of(request: Request) -> Reader:
    """The admin who asks; SignInRequired for a guest, NotFound for everybody else.

    Forbidden for a token: one that got lost could otherwise make an administrator who stays when it is revoked.
    """
    reader = reader_of(request)
    if not reader.is_admin:
        raise NotFound
    if request.state.by_token:
        raise Forbidden
    return reader


async def row_of(model: type[M], request: Request, parameter: str = "id") -> M:
    """The row that the path names; NotFound when there is none. Only for pages that `admin_of` guards."""
    id_ = int(request.path_params[parameter])
    row = await model.get_or_none(id=id_) if id_ <= LARGEST_ID else None
    if row is None:
        raise NotFound
    return row


async def chosen(request: Request, name: str) -> set[int]:
    """The ids that a refused form had chosen in the field `name`."""
    form = await request.form()
    return set(ids_among(form.getlist(name)))


async def render_admin(request: Request, template: str, **context: Any) -> Response:
    """A page in the frame of the administration."""
    return await render(request, template, **(_frame(request) | context))


async def form_page_admin(request: Request, template: str, **context: Any) -> Response:
    """The same for a page with a form."""
    return await form_page(request, template, **(_frame(request) | context))


async def refused_admin(request: Request, error: HubError, template: str, **context: Any) -> Response:
    """The same for a form that was refused."""
    return await refused(request, error, template, **(_frame(request) | context))


def _frame(request: Request) -> dict[str, Any]:
    here = request.url.path
    return {
        "nav": "admin",
        "sections": [(path, _(label), path, None) for label, path in _sections],
        "section": next(
            (path for _label, path in _sections if here == path or here.startswith(f"{path}/")), ""
        ),
    }
