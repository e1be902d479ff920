"""Discussions in the JSON API."""

from discussions.api import posts, threads
from hub.api import ApiRoute

routes: list[ApiRoute] = [*threads.routes, *posts.routes]
