"""Reports of defects in the JSON API."""

from hub.api import ApiRoute
from knowledge.api.defects import entries, fixing, opinions, reports, reviewing, sealed, tallies, topics

routes: list[ApiRoute] = [
    *tallies.routes,
    *reports.named,
    *reviewing.named,
    *sealed.routes,
    *topics.routes,
    *opinions.routes,
    *reports.routes,
    *reviewing.routes,
    *entries.routes,
    *fixing.routes,
]
