"""The search page, the palette's results, and what is similar to a title."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from discussions.policy import visible_to
from discussions.queries.reading import find_thread_row
from hub import pages
from hub.api import Body
from hub.errors import InvalidInput
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.text import Line
from hub.web.caching import not_stored
from knowledge.gaps import missed_searches
from knowledge.models import ArticleSource
from search import query
from search.defects import routes as defects
from search.hit import Hit
from search.question import LAST_PAGE, Question

# Among so many resembling cases and articles the nearest articles are looked for.
NEAREST_LOOKED_AT = 25


class PaletteQuery(Body):
    """What has been typed so far."""

    q: Annotated[str, Line(400, min_length=0)] = ""


class NearestQuery(Body):
    """The case whose articles are looked for."""

    thread: int = Field(ge=1, lt=2**63)


class SimilarQuery(Body):
    """A title, and what is not to be among the answers because it is what the title belongs to."""

    title: Annotated[str, Line(400, min_length=0)] = ""
    beside: str = Field("", pattern=r"^((thread|article):\d{1,18})?$")

    @property
    def thread_id(self) -> int | None:
        """The case that is open, if it is one."""
        kind, _colon, number = self.beside.partition(":")
        return int(number) if kind == "thread" else None


async def page(request: Request) -> Response:
    """One box, one ranked list, filters with counts; everything stands in the address."""
    reader = reader_of(request)
    asked, answer, errors = Question(), None, dict[str, str]()
    try:
        asked = forms.parse_query(request.query_params, Question)
        if asked.q or asked.filters:
            answer = await query.search(reader, asked)
            if not answer.total and not asked.filters and not answer.fallback:
                await missed_searches.remember(asked.q)
    except InvalidInput as error:
        errors = error.errors
    response = await pages.render(
        request,
        "search/page.html",
        status=422 if errors else 200,
        nav="search",
        asked=asked,
        answer=answer,
        errors=errors,
        last_page=min(-(-answer.total // asked.limit), LAST_PAGE) if answer else 1,
        page_url=lambda number: f"/search?{asked.query(page=number)}",
        confidential=answer is not None and _confidential(answer.hits),
    )
    return not_stored(response) if answer and _confidential(answer.hits) else response


async def palette(request: Request) -> Response:
    """The best few hits as options of the palette."""
    reader = reader_of(request)
    typed = forms.parse_query(request.query_params, PaletteQuery).q
    hits = (await query.quick(reader, Question(q=typed, limit=query.PALETTE))).hits if typed else []
    return not_stored(pages.fragment(request, "search/palette.html", hits=hits))


async def similar(request: Request) -> Response:
    """A frame of what resembles a title; `beside` names what the title belongs to, as `thread:7`."""
    reader = reader_of(request)
    asked = forms.parse_query(request.query_params, SimilarQuery)
    shown = {asked.beside, *await _articles_beside(reader, asked.thread_id)}
    hits = (await query.similar(reader, asked.title, query.SIMILAR + len(shown))).hits
    others = [hit for hit in hits if f"{hit.type}:{hit.id}" not in shown]
    response = pages.fragment(
        request,
        "search/similar.html",
        hits=others[: query.SIMILAR],
        beside=bool(asked.beside),
        thread_id=asked.thread_id,
    )
    return not_stored(response) if _confidential(others) else response


async def nearest(request: Request) -> Response:
    """A frame of the articles nearest to a case, each to be bettered by it instead; those made of it are left out."""
    reader = reader_of(request)
    asked = forms.parse_query(request.query_params, NearestQuery)
    thread = await find_thread_row(reader, asked.thread)
    made = {source.article_id for source in await ArticleSource.filter(thread_id=thread.id)}
    found = await query.similar(reader, thread.title, NEAREST_LOOKED_AT)
    hits = [hit for hit in found.hits if hit.type == "article" and hit.id not in made]
    return pages.fragment(request, "search/nearest.html", hits=hits[: query.SIMILAR], thread=thread)


def _confidential(hits: Iterable[Hit]) -> bool:
    """Whether there are words of reports among them, which no cache is to keep."""
    return any(hit.type == "defect" for hit in hits)


async def _articles_beside(reader: Reader, thread_id: int | None) -> list[str]:
    """The articles made of the case that is open; its page shows them already.

    None of a case that the reader cannot see: what is left out of the answer would tell what was made of it.
    """
    if thread_id is None or not await visible_to(reader).filter(id=thread_id).exists():
        return []
    made = await ArticleSource.filter(thread_id=thread_id).limit(query.SIMILAR)
    return [f"article:{source.article_id}" for source in made]


routes: list[BaseRoute] = [
    Route("/search", page),
    Route("/search/palette", palette),
    Route("/search/similar", similar),
    Route("/search/nearest", nearest),
    *defects.routes,
]
