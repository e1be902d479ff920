"""The knowledge base in the JSON API."""

from hub.api import ApiRoute
from knowledge.api import articles, gaps, library, promotion, reviews, suggestions, uses

routes: list[ApiRoute] = [
    *promotion.routes,
    *articles.routes,
    *suggestions.routes,
    *reviews.routes,
    *gaps.routes,
    *library.routes,
    *uses.routes,
]
