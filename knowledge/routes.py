"""The addresses of the knowledge base's pages."""

from starlette.routing import BaseRoute, Route

from knowledge.pages import articles, editing, history, promotion, stewarding, suggestions
from knowledge.pages.rivals.routes import routes as rivals

routes: list[BaseRoute] = [
    *rivals,
    Route("/articles", articles.index, methods=["GET"]),
    Route("/articles", articles.create, methods=["POST"]),
    Route("/articles/new", articles.new),
    Route("/articles/from-thread/{id:int}", promotion.of_thread),
    Route("/articles/{id:int}", articles.show, methods=["GET"]),
    Route("/articles/{id:int}", editing.update, methods=["PUT"]),
    Route("/articles/{id:int}/edit", editing.show),
    Route("/articles/{id:int}/history", history.show),
    Route("/articles/{id:int}/restorations", history.create_restoration, methods=["POST"]),
    *suggestions.routes,
    Route("/articles/{id:int}/confidence", stewarding.put_confidence, methods=["PUT"]),
    Route("/articles/{id:int}/audience", stewarding.audience_form, methods=["GET"]),
    Route("/articles/{id:int}/audience", stewarding.put_audience, methods=["PUT"]),
    Route("/articles/{id:int}/owner", stewarding.owner_form, methods=["GET"]),
    Route("/articles/{id:int}/owner", stewarding.put_owner, methods=["PUT"]),
    Route("/threads/{id:int}/promotion", promotion.show, methods=["GET"]),
    Route("/threads/{id:int}/promotion", promotion.create, methods=["POST"]),
]
