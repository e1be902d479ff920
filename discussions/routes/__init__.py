"""The pages of discussions."""

from starlette.routing import BaseRoute

from discussions import admin
from discussions.routes import (
    asking,
    complaints,
    following,
    home,
    listing,
    moderating,
    outcomes,
    posts,
    reading,
    strategies,
)

routes: list[BaseRoute] = [
    *home.routes,
    *listing.routes,
    *asking.routes,
    *complaints.routes,
    *reading.routes,
    *following.routes,
    *posts.routes,
    *strategies.routes,
    *outcomes.routes,
    *moderating.routes,
    *admin.routes,
]
