"""The pages of topics."""

from starlette.routing import BaseRoute, Route

from knowledge.pages.defects.topics import opinions, steering, writing

_TOPIC = "/topics/{uid:uuid}"

routes: list[BaseRoute] = [
    Route("/topics", writing.index, methods=["GET"]),
    Route("/topics", writing.create, methods=["POST"]),
    Route("/topics/new", writing.new),
    Route(_TOPIC, opinions.show, methods=["GET"]),
    Route(_TOPIC, writing.update, methods=["PUT"]),
    Route(f"{_TOPIC}/edit", writing.edit),
    Route(f"{_TOPIC}/opening", steering.opening_form, methods=["GET"]),
    Route(f"{_TOPIC}/opening", steering.put_opening, methods=["PUT"]),
    Route(f"{_TOPIC}/opening", steering.delete_opening, methods=["DELETE"]),
    Route(f"{_TOPIC}/closing", steering.put_closing, methods=["PUT"]),
    Route(f"{_TOPIC}/closing", steering.delete_closing, methods=["DELETE"]),
    Route(f"{_TOPIC}/opinions", opinions.create, methods=["POST"]),
    Route(f"{_TOPIC}/opinions/{{opinion:uuid}}/readers", opinions.put_readers, methods=["PUT"]),
]
