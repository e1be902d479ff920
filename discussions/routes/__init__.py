"""The pages of discussions."""

from starlette.routing import BaseRoute

from discussions import admin
from discussions.routes import asking, following, home, listing, moderating, posts, reading

routes: list[BaseRoute] = [
    *home.routes,
    *listing.routes,
    *asking.routes,
    *reading.routes,
    *following.routes,
    *posts.routes,
    *moderating.routes,
    *admin.routes,
]
