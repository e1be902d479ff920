"""The addresses of the rivals' pages."""

from starlette.routing import BaseRoute, Route

from knowledge.pages.rivals import cards, disputes, lines, market, matrix

_LINE = "/rivals/{id:int}/lines/{line:int}"

routes: list[BaseRoute] = [
    Route("/rivals", cards.index, methods=["GET"]),
    Route("/rivals", cards.create, methods=["POST"]),
    Route("/rivals/new", cards.new),
    Route("/rivals/of/{term:int}", cards.of_competitor),
    Route("/rivals/market", market.index),
    Route("/rivals/market/shares", market.create, methods=["POST"]),
    Route("/rivals/market/shares/new", market.new),
    Route("/rivals/matrix", matrix.index),
    Route("/rivals/matrix/{product:int}", matrix.show),
    Route("/rivals/matrix/{product:int}/features", matrix.create_feature, methods=["POST"]),
    Route("/rivals/features/{feature:int}", matrix.update_feature, methods=["PUT"]),
    Route("/rivals/features/{feature:int}", matrix.delete_feature, methods=["DELETE"]),
    Route("/rivals/features/{feature:int}/edit", matrix.edit_feature),
    Route("/rivals/features/{feature:int}/ours", matrix.put_cell, methods=["PUT"]),
    Route("/rivals/features/{feature:int}/ours/edit", matrix.edit_cell),
    Route("/rivals/features/{feature:int}/cells/{side:int}", matrix.put_cell, methods=["PUT"]),
    Route("/rivals/features/{feature:int}/cells/{side:int}/edit", matrix.edit_cell),
    Route("/rivals/{id:int}", cards.show),
    Route("/rivals/{id:int}/shares", market.create, methods=["POST"]),
    Route("/rivals/{id:int}/shares/new", market.new),
    Route("/rivals/{id:int}/changes", cards.changes),
    Route("/rivals/{id:int}/customer-text", cards.customer_text),
    Route("/rivals/{id:int}/lines", lines.create, methods=["POST"]),
    Route("/rivals/{id:int}/lines/new", lines.new),
    Route(_LINE, lines.show, methods=["GET"]),
    Route(_LINE, lines.update, methods=["PUT"]),
    Route(f"{_LINE}/edit", lines.edit_form),
    Route(f"{_LINE}/state", lines.put_state, methods=["PUT"]),
    Route(f"{_LINE}/place", lines.move, methods=["PUT"]),
    Route(f"{_LINE}/disputes", disputes.create, methods=["POST"]),
    Route(f"{_LINE}/disputes/new", disputes.new),
    Route("/rivals/{id:int}/disputes/{dispute:int}", disputes.show),
    Route("/rivals/{id:int}/disputes/{dispute:int}/decision", disputes.put_decision, methods=["PUT"]),
]
