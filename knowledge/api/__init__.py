"""The knowledge base in the JSON API."""

from hub.api import ApiRoute
from knowledge.api import (
    articles,
    comments,
    defects,
    flags,
    gaps,
    library,
    promotion,
    promotion_queue,
    reviews,
    rivals,
    sealing,
    structure,
    suggestions,
    uses,
    verification,
)

routes: list[ApiRoute] = [
    *promotion.routes,
    *promotion_queue.routes,
    *articles.routes,
    *structure.routes,
    *sealing.routes,
    *verification.routes,
    *flags.routes,
    *suggestions.routes,
    *comments.routes,
    *defects.routes,
    *reviews.routes,
    *rivals.routes,
    *gaps.routes,
    *library.routes,
    *uses.routes,
]
