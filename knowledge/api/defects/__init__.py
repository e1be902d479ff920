"""Reports of defects in the JSON API."""

from hub.api import ApiRoute
from knowledge.api.defects import sealed

routes: list[ApiRoute] = [*sealed.routes]
