"""Discussions in the JSON API."""

from discussions.api import posts, strategies, threads, watching
from hub.api import ApiRoute

routes: list[ApiRoute] = [*threads.routes, *watching.routes, *posts.routes, *strategies.routes]
