"""Where the packages are put together: their registrations, routes and API."""

from starlette.routing import BaseRoute, Mount

import discussions.api
import discussions.routes
import discussions.wiring
import hub.accounts.api
import hub.accounts.routes
import hub.admin.routes
import hub.drafts.routes
import hub.files.api
import hub.files.routes
import hub.markdown.routes
import hub.references.routes
import hub.vocabulary.api
import hub.web.health
import hub.wiring
import knowledge.api
import knowledge.routes
import knowledge.wiring
import notifications.api
import notifications.live
import notifications.push.pages
import notifications.routes
import notifications.since.api
import notifications.since.routes
import notifications.wiring
import search.api
import search.routes
import search.wiring
from hub.api import ApiRoute, mount, self_describing
from hub.web.assets import Assets


def wire() -> None:
    """Make the packages known to the kernel. Every process that reads or writes data calls it first."""
    for package in (hub, discussions, knowledge, search, notifications):
        package.wiring.register()


def api_routes() -> list[ApiRoute]:
    """Every operation of the JSON API, the one that describes them included."""
    return self_describing(
        [
            *hub.accounts.api.routes,
            *hub.files.api.routes,
            *hub.vocabulary.api.routes,
            *discussions.api.routes,
            *knowledge.api.routes,
            *search.api.routes,
            *notifications.api.routes,
            *notifications.since.api.routes,
        ]
    )


def page_routes() -> list[BaseRoute]:
    """Every address of the web server but the API's."""
    return [
        Mount("/static", Assets(), name="static"),
        *hub.web.health.routes,
        *hub.accounts.routes.routes,
        *hub.admin.routes.routes,
        *hub.drafts.routes.routes,
        *hub.files.routes.routes,
        *hub.markdown.routes.routes,
        *hub.references.routes.routes,
        *discussions.routes.routes,
        *knowledge.routes.routes,
        *search.routes.routes,
        *notifications.routes.routes,
        *notifications.push.pages.routes,
        *notifications.since.routes.routes,
        *notifications.live.routes,
    ]


def all_routes() -> list[BaseRoute]:
    return [*mount(api_routes()), *page_routes()]
