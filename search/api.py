"""Search in the JSON API."""

from typing import Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from hub.api import ApiRoute, answer
from hub.identity import reader_of
from hub.pages.forms import parse_query
from search.query import search
from search.question import Question


class HitBody(BaseModel):
    """A thread or article; `url` leads to the passage, `snippet` shows it without markup."""

    type: Literal["thread", "article"]
    id: int
    title: str
    snippet: str
    url: str


class CountBody(BaseModel):
    """How many hits there are with a value of a facet; `value` can be given to search for them."""

    value: str
    label: str
    count: int


class SearchBody(BaseModel):
    """`total` counts all hits, `facets` the hits by facet; `engine` is `database` while Meilisearch is away."""

    hits: list[HitBody]
    total: int
    facets: dict[str, list[CountBody]]
    engine: Literal["meilisearch", "database"]


async def search_everything(request: Request) -> Response:
    question = parse_query(request.query_params, Question)
    found = await search(reader_of(request), question)
    return answer(
        SearchBody(
            hits=[
                HitBody(
                    type=hit.type,
                    id=hit.id,
                    title=hit.plain_title,
                    snippet=hit.snippet.striptags(),
                    url=hit.url,
                )
                for hit in found.hits
            ],
            total=found.total,
            facets={
                facet.name: [
                    CountBody(value=option.value, label=option.label, count=option.count)
                    for option in facet.options
                ]
                for facet in found.facets
            },
            engine=found.engine,
        )
    )


routes = [
    ApiRoute(
        "GET",
        "/search",
        search_everything,
        "Search threads and articles",
        query=Question,
        response=SearchBody,
        errors=(401, 422),
    )
]
