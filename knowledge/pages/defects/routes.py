"""The addresses of the pages about reports of defects."""

from starlette.routing import BaseRoute, Route

from knowledge.pages.defects import (
    answering,
    charts,
    deciding,
    demand,
    demanding,
    filing,
    fixing,
    looks,
    reporting,
    sealed,
    showing,
    triage,
)

_DEFECT = "/defects/{reference}"

# What is named here stands before `/defects/{reference}`, which takes everything.
routes: list[BaseRoute] = [
    Route("/defects", showing.index, methods=["GET"]),
    Route("/defects", reporting.create, methods=["POST"]),
    Route("/defects/new", reporting.new),
    Route("/defects/new/from-thread/{id:int}", reporting.new_from_thread),
    Route("/defects/new/sealed", sealed.new),
    Route("/defects/sealed", sealed.index),
    Route("/defects/readers", reporting.readers),
    Route("/defects/triage", triage.index),
    *demand.routes,
    *charts.routes,
    Route(_DEFECT, showing.show, methods=["GET"]),
    Route(f"{_DEFECT}/demands", demanding.create, methods=["POST"]),
    Route(f"{_DEFECT}/demands/new", demanding.new),
    Route(f"{_DEFECT}/demands/{{uid:uuid}}", demanding.delete, methods=["DELETE"]),
    Route(f"{_DEFECT}/clear-replies", sealed.create_clear_reply, methods=["POST"]),
    *deciding.routes,
    *filing.routes,
    *answering.routes,
    *fixing.routes,
    *looks.routes,
]
