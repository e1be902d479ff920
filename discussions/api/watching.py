"""Levels in the API: what the caller hears of a case, a space or a term, and all that they chose."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from discussions import watching
from discussions.models import Space, WatchLevel
from discussions.queries.levels import chosen_spaces, chosen_terms, chosen_threads, level_of_thread
from discussions.queries.listing import find_space
from discussions.queries.reading import find_thread_row
from hub.api import (
    ApiRoute,
    Body,
    Page,
    Paging,
    RowId,
    answer,
    decode_cursor,
    encode_cursor,
    no_content,
    parse_body,
    parse_query,
)
from hub.errors import InvalidInput, NotFound
from hub.identity import Reader, reader_of
from hub.settings import get_settings
from hub.text import Line
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import find_terms

_LINE = Line(100)


class LevelOut(BaseModel):
    """What the caller hears. Of a case, `chosen` is their choice for it alone, null when its space and terms decide."""

    level: WatchLevel
    chosen: WatchLevel | None


class LevelChoice(Body):
    """What to hear from now on; `normal` is as good as no choice."""

    level: WatchLevel


class Of(StrEnum):
    """What a level was chosen for."""

    THREADS = "threads"
    SPACES = "spaces"
    TERMS = "terms"


class WatchedOut(BaseModel):
    """Something with the level that the caller chose for it. A space has its slug as `key`, a term its key."""

    of: Of
    id: int
    name: str
    facet: Facet | None = None
    key: str | None = None
    url: str
    level: WatchLevel


class WatchedList(Page[WatchedOut]):
    """A page of what the caller chose a level for: cases by latest activity, spaces and terms by id."""


class WatchedQuery(Paging):
    """Which of the caller's choices are asked for."""

    of: Of = Of.THREADS
    level: Annotated[WatchLevel | None, Field(description="Only those of this level")] = None


async def show_thread(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    level, chosen = await level_of_thread(reader, thread)
    return answer(LevelOut(level=level, chosen=chosen))


async def show_space(request: Request) -> Response:
    reader = reader_of(request)
    space = await _space(request)
    levels = {chosen.id: level for chosen, level in await chosen_spaces(reader)}
    return answer(_level(levels.get(space.id)))


async def put_space(request: Request) -> Response:
    reader = reader_of(request)
    space = await _space(request)
    await watching.watch_space(reader, space, (await parse_body(request, LevelChoice)).level)
    return no_content()


async def delete_space(request: Request) -> Response:
    reader = reader_of(request)
    space = await _space(request)
    await watching.watch_space(reader, space, WatchLevel.NORMAL)
    return no_content()


async def show_term(request: Request) -> Response:
    term = await _term(request)
    levels = {chosen.id: level for chosen, level in await chosen_terms(reader_of(request))}
    return answer(_level(levels.get(term.id)))


async def put_term(request: Request) -> Response:
    term = await _term(request)
    await watching.watch_term(reader_of(request), term, (await parse_body(request, LevelChoice)).level)
    return no_content()


async def delete_term(request: Request) -> Response:
    await watching.watch_term(reader_of(request), await _term(request), WatchLevel.NORMAL)
    return no_content()


async def index(request: Request) -> Response:
    reader = reader_of(request)
    wanted = parse_query(request, WatchedQuery)
    if wanted.of is Of.THREADS:
        return await _threads(reader, wanted)
    after = decode_cursor(wanted.cursor, tuple[RowId])[0] if wanted.cursor else 0
    if wanted.of is Of.SPACES:
        found = [_space_out(space, level) for space, level in await chosen_spaces(reader)]
    else:
        found = [_term_out(term, level) for term, level in await chosen_terms(reader)]
    rest = [it for it in sorted(found, key=lambda it: it.id) if it.id > after]
    rest = [it for it in rest if wanted.level in (None, it.level)]
    items = rest[: wanted.limit]
    cursor = encode_cursor(items[-1].id) if len(rest) > len(items) else None
    return answer(WatchedList(items=items, next_cursor=cursor))


async def _threads(reader: Reader, wanted: WatchedQuery) -> Response:
    chosen, cursor = await chosen_threads(reader, wanted.level, wanted)
    address = get_settings().address
    items = [
        WatchedOut(
            of=Of.THREADS,
            id=choice.thread.id,
            name=choice.thread.title,
            url=f"{address}/threads/{choice.thread.id}",
            level=choice.level,
        )
        for choice in chosen
    ]
    return answer(WatchedList(items=items, next_cursor=cursor))


def _space_out(space: Space, level: WatchLevel) -> WatchedOut:
    url = f"{get_settings().address}/threads?space={space.slug}"
    return WatchedOut(of=Of.SPACES, id=space.id, name=space.name, key=space.slug, url=url, level=level)


def _term_out(term: Term, level: WatchLevel) -> WatchedOut:
    url = f"{get_settings().address}/threads?{term.facet}={term.key}"
    return WatchedOut(
        of=Of.TERMS, id=term.id, name=term.name, facet=term.facet, key=term.key, url=url, level=level
    )


def _level(chosen: WatchLevel | None) -> LevelOut:
    return LevelOut(level=chosen or WatchLevel.NORMAL, chosen=chosen)


async def _space(request: Request) -> Space:
    """The space that the address names by slug, name or id."""
    try:
        name = _LINE(request.path_params["space"])
    except ValueError as error:
        raise NotFound from error
    return await find_space(reader_of(request), name)


async def _term(request: Request) -> Term:
    """The term that the address names by its facet and a word for it."""
    try:
        [term] = await find_terms(Facet(request.path_params["facet"]), [request.path_params["term"]])
    except (ValueError, InvalidInput) as error:
        raise NotFound from error
    return term


_SPACE, _TERM = "/spaces/{space}/watch", "/terms/{facet}/{term}/watch"

routes = [
    ApiRoute("GET", "/threads/{id:int}/watch", show_thread, "The level of a case", response=LevelOut),
    ApiRoute("GET", _SPACE, show_space, "The level of a space", response=LevelOut),
    ApiRoute("PUT", _SPACE, put_space, "Choose the level of a space", request=LevelChoice, status=204),
    ApiRoute("DELETE", _SPACE, delete_space, "Back to normal", status=204),
    ApiRoute("GET", _TERM, show_term, "The level of a term", response=LevelOut),
    ApiRoute("PUT", _TERM, put_term, "Choose the level of a term", request=LevelChoice, status=204),
    ApiRoute("DELETE", _TERM, delete_term, "Back to normal", status=204),
    ApiRoute(
        "GET",
        "/watches",
        index,
        "What the caller chose a level for",
        query=WatchedQuery,
        response=WatchedList,
    ),
]
