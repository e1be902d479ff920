"""Reports of defects in the JSON API."""

from hub.api import ApiRoute
from knowledge.api.defects import entries, opinions, reports, reviewing, sealed, topics

routes: list[ApiRoute] = [
    *reports.named,
    *reviewing.named,
    *sealed.routes,
    *topics.routes,
    *opinions.routes,
    *reports.routes,
    *reviewing.routes,
    *entries.routes,
]
