"""The knowledge base in the JSON API."""

from hub.api import ApiRoute
from knowledge.api import articles, promotion, reviews, suggestions

routes: list[ApiRoute] = [*promotion.routes, *articles.routes, *suggestions.routes, *reviews.routes]
