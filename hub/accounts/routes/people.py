"""What everybody may know of a person."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.accounts.models import User
from hub.accounts.naming import is_handle
from hub.database import now
from hub.errors import NotFound
from hub.identity import reader_of
from hub.pages import render


async def show(request: Request) -> Response:
    reader_of(request)
    handle = request.path_params["handle"].lower()
    person = await User.get_or_none(handle=handle) if is_handle(handle) else None
    if person is None:
        raise NotFound
    return await render(request, "accounts/person.html", person=person, present=now())


routes = [Route("/people/{handle}", show, methods=["GET"])]
