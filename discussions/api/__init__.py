"""Discussions in the JSON API."""

from discussions.api import posts, threads, watching
from hub.api import ApiRoute

routes: list[ApiRoute] = [*threads.routes, *watching.routes, *posts.routes]
