"""Search in the JSON API."""

from typing import Annotated, Literal, cast

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from hub.api import ApiRoute, answer, decode_cursor, encode_cursor, parse_query
from hub.errors import Forbidden
from hub.identity import reader_of
from hub.settings import get_settings
from hub.text import Line
from knowledge.defects.policy import may_review
from knowledge.defects.queries import find_defect
from knowledge.models import DefectState
from knowledge.verification.standing import Standing
from search.defects.duplicates import duplicates_of
from search.query import search
from search.question import LAST_PAGE, Question, Type, Wanted

PageNumber = Annotated[int, Field(ge=1, le=LAST_PAGE)]


class HitOut(BaseModel):
    """What was found; `url` leads to the passage, `snippet` shows it without markup.

    `id` is the number of a thread or article, the reference of a report, the uid of a topic. `standing` and
    `source_changed` tell of an article whether it can be relied on.
    """

    type: Type
    id: int | str
    title: str
    snippet: str
    url: str
    standing: Standing | None
    source_changed: bool


class FacetCount(BaseModel):
    """How many hits there are with a value of a facet; `value` can be given to search for them."""

    value: str
    label: str
    count: int


class SearchQuery(Wanted):
    """A search; best hits first."""

    cursor: Annotated[
        Annotated[str, Line(200)] | None,
        Field(description="`next_cursor` of the page before; left out for the first page."),
    ] = None


class SearchOut(BaseModel):
    """`total` counts all hits, `facets` the hits by facet; `engine` is `database` while Meilisearch is away."""

    hits: list[HitOut]
    total: int
    facets: dict[str, list[FacetCount]]
    engine: Literal["meilisearch", "database"]
    next_cursor: Annotated[str | None, Field(description="Leads to the next page; null on the last.")]


class SimilarReport(BaseModel):
    """A report that may tell of the same; `reference` can be given as the main one."""

    reference: str
    title: str
    state: DefectState
    url: str


class SimilarReports(BaseModel):
    """At most five, best first."""

    reports: list[SimilarReport]


async def find(request: Request) -> Response:
    wanted = parse_query(request, SearchQuery)
    page = decode_cursor(wanted.cursor, tuple[PageNumber])[0] if wanted.cursor else 1
    question = Question(**wanted.model_dump(exclude={"cursor"}), page=page)
    found = await search(reader_of(request), question)
    more = page < LAST_PAGE and page * wanted.limit < found.total
    return answer(
        SearchOut(
            hits=[
                HitOut(
                    type=cast(Type, hit.type),
                    id=hit.id,
                    title=hit.plain_title,
                    snippet=hit.snippet.striptags(),
                    url=get_settings().address + hit.url,
                    standing=hit.standing,
                    source_changed="source_changed" in hit.states,
                )
                for hit in found.hits
            ],
            total=found.total,
            facets={
                facet.name: [
                    FacetCount(value=option.value, label=option.label, count=option.count)
                    for option in facet.options
                ]
                for facet in found.facets
            },
            engine=found.engine,
            next_cursor=encode_cursor(page + 1) if more else None,
        )
    )


async def duplicates(request: Request) -> Response:
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    if not may_review(reader, defect):
        raise Forbidden
    found = await duplicates_of(reader, defect)
    address = get_settings().address
    similar = [
        SimilarReport(
            reference=it.reference,
            title=it.title,
            state=it.state,
            url=f"{address}/defects/{it.reference}",
        )
        for it in found
    ]
    return answer(SimilarReports(reports=similar))


routes = [
    ApiRoute(
        "GET",
        "/defects/{reference}/similar",
        duplicates,
        "Find reports that may tell of the same as one of a team of the caller",
        response=SimilarReports,
    ),
    ApiRoute(
        "GET",
        "/search",
        find,
        "Search threads, articles, reports of defects and topics",
        query=SearchQuery,
        response=SearchOut,
    ),
]
