"""Discussions in the JSON API."""

from discussions.api import outcomes, posts, strategies, threads, watching
from hub.api import ApiRoute

routes: list[ApiRoute] = [
    *threads.routes,
    *watching.routes,
    *posts.routes,
    *strategies.routes,
    *outcomes.routes,
]
