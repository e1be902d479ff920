"""The addresses of the administration."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hub.admin import (
    audiences,
    audit_log,
    deliveries,
    groups,
    invitations,
    people,
    person,
    system,
    term,
    vocabulary,
)
from hub.admin.frame import admin_of
from hub.pages import redirect


async def show(request: Request) -> Response:
    admin_of(request)
    return redirect("/admin/people")


routes: list[BaseRoute] = [
    Route("/admin", show, methods=["GET"]),
    *people.routes,
    *person.routes,
    *invitations.routes,
    *groups.routes,
    *audiences.routes,
    *vocabulary.routes,
    *term.routes,
    *deliveries.routes,
    *audit_log.routes,
    *system.routes,
]
