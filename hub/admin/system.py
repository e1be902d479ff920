"""The state of the hub's parts."""

import tomllib
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.admin.frame import admin_of, render_admin
from hub.i18n import N_, ROOT
from hub.settings import get_settings
from hub.web import health

# Names of the parts that report, and of their states; a part that is not listed shows its own name.
LABELS = {
    "database": N_("Database"),
    "worker": N_("Worker"),
    "search": N_("Search engine"),
    "mail": N_("Mail"),
    # What the parts tell besides.
    "engine": N_("answered by"),
    "owed": N_("waiting"),
    "queued": N_("waiting"),
    "parked": N_("parked"),
    "failed": N_("failed"),
    "stopped": N_("addresses that take no mail"),
    "lag_seconds": N_("seconds behind"),
    "reason": N_("reason"),
}


async def show(request: Request) -> Response:
    admin_of(request)
    state = await health.report()
    # Everything but the summary is the answer of one part.
    answers = {name: answer for name, answer in state.items() if isinstance(answer, dict)}
    return await render_admin(
        request,
        "admin/system.html",
        answers=answers,
        labels=LABELS,
        settings=get_settings(),
        version=version(),
    )


@lru_cache
def version() -> str:
    """The version of the program that runs."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


routes = [Route("/admin/system", show, methods=["GET"])]
