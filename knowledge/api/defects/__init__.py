"""Reports of defects in the JSON API."""

from hub.api import ApiRoute
from knowledge.api.defects import opinions, reports, sealed, topics

routes: list[ApiRoute] = [
    *reports.named,
    *sealed.routes,
    *topics.routes,
    *opinions.routes,
    *reports.routes,
]
