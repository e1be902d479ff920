"""The addresses of the pages of keys."""

from starlette.routing import BaseRoute, Route

from knowledge.pages.sealing import pages

routes: list[BaseRoute] = [
    Route("/sealing", pages.mine),
    Route("/sealing/teams/{uid:uuid}", pages.team),
    Route("/sealing/recoveries", pages.recoveries),
    Route("/sealing/recoveries/{uid:uuid}", pages.recovery),
]
