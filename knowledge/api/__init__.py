"""The knowledge base in the JSON API."""

from hub.api import ApiRoute
from knowledge.api import articles, promotion

routes: list[ApiRoute] = [*promotion.routes, *articles.routes]
