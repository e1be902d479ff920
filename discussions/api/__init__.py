"""Discussions in the JSON API."""

from discussions.api import complaints, outcomes, posts, strategies, threads, watching
from hub.api import ApiRoute

routes: list[ApiRoute] = [
    *threads.routes,
    *watching.routes,
    *posts.routes,
    *complaints.routes,
    *strategies.routes,
    *outcomes.routes,
]
