"""Rivals in the JSON API."""

from hub.api import ApiRoute
from knowledge.api.rivals import cards, comparison

# Addresses with words before those with ids.
routes: list[ApiRoute] = [*comparison.routes, *cards.routes]
