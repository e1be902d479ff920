"""Choosing what to hear of, and the page that shows all that was chosen."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from discussions import policy, watching
from discussions.models import Space, WatchLevel
from discussions.queries.choices import LARGEST_ID
from discussions.queries.levels import chosen_spaces, chosen_terms, chosen_threads
from discussions.queries.reading import find_thread_row
from hub import pages
from hub.api import Paging
from hub.errors import InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.returning import came_from
from hub.vocabulary.kept import all_terms
from hub.vocabulary.models import FACET_LABELS, Term

PAGE = "/settings/following"


class ThreadForm(BaseModel):
    level: WatchLevel = WatchLevel.WATCHING


class LevelForm(BaseModel):
    level: WatchLevel


class TargetForm(LevelForm):
    """A space or term by kind and id, such as ``term:7``."""

    target: str = ""


class Asked(Paging):
    """Which threads the page lists: those of one level, or all."""

    level: WatchLevel | None = None


async def watch(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    form = await forms.parse(request, ThreadForm)
    await watching.watch(reader, thread, form.level)
    return pages.redirect(came_from(request, f"/threads/{thread.id}"))


async def unwatch(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    await watching.unwatch(reader, thread)
    return pages.redirect(came_from(request, f"/threads/{thread.id}"))


async def watch_space(request: Request) -> Response:
    reader = reader_of(request)
    space = await _space(reader, request.path_params["id"])
    await watching.watch_space(reader, space, (await forms.parse(request, LevelForm)).level)
    return pages.redirect(came_from(request, PAGE))


async def watch_term(request: Request) -> Response:
    reader = reader_of(request)
    term = await _term(request.path_params["id"])
    await watching.watch_term(reader, term, (await forms.parse(request, LevelForm)).level)
    return pages.redirect(came_from(request, PAGE))


async def show(request: Request) -> Response:
    """Everything that the reader follows or has muted."""
    return await _page(request, {}, {})


async def follow(request: Request) -> Response:
    """Choose a level for a space or term that stands on no page yet."""
    reader = reader_of(request)
    try:
        form = await forms.parse(request, TargetForm)
        of, _colon, id_ = form.target.partition(":")
        number = int(id_) if id_.isascii() and id_.isdigit() else 0
        if of == "space":
            await watching.watch_space(reader, await _space(reader, number), form.level)
        else:
            await watching.watch_term(reader, await _term(number), form.level)
    except InvalidInput as error:
        return await _page(request, error.values, error.errors)
    except NotFound:
        return await _page(request, {}, {"target": _("Please choose one of the offered values.")})
    return pages.redirect(PAGE)


async def _page(request: Request, values: dict[str, Any], errors: dict[str, str]) -> Response:
    reader = reader_of(request)
    asked = forms.parse_query(request.query_params, Asked)
    threads, cursor = await chosen_threads(reader, asked.level, asked)
    spaces, terms = await chosen_spaces(reader), await chosen_terms(reader)
    here = f"{PAGE}?level={asked.level}" if asked.level else PAGE
    return await pages.render(
        request,
        "discussions/following.html",
        status=422 if errors else 200,
        spaces=spaces,
        terms=terms,
        facet_labels={facet.value: _(label) for facet, label in FACET_LABELS.items()},
        threads=threads,
        level=asked.level,
        next_url=f"{here}{'&' if asked.level else '?'}cursor={cursor}" if cursor else None,
        targets=await _targets(
            reader, {space.id for space, _level in spaces}, {term.id for term, _level in terms}
        ),
        values=values,
        errors=errors,
    )


async def _targets(reader: Reader, spaces: set[int], terms: set[int]) -> list[tuple[str, str, str]]:
    """What can be followed besides, as (value, label, keywords)."""
    offered = [space for space in await policy.open_spaces(reader) if space.id not in spaces]
    words = [term for term in await all_terms() if term.archived_at is None and term.id not in terms]
    return [(f"space:{space.id}", f"{space.name} · {_('Space')}", space.slug) for space in offered] + [
        (
            f"term:{term.id}",
            f"{term.name} · {_(FACET_LABELS[term.facet])}",
            " ".join((term.name_en, term.name_zh, *term.nicknames)),
        )
        for term in words
    ]


async def _space(reader: Reader, id_: int) -> Space:
    space = await policy.visible_spaces(reader).get_or_none(id=min(id_, LARGEST_ID))
    if space is None:
        raise NotFound
    return space


async def _term(id_: int) -> Term:
    term = await Term.get_or_none(id=min(id_, LARGEST_ID))
    if term is None:
        raise NotFound
    return term


routes = [
    Route("/threads/{id:int}/watch", watch, methods=["PUT"]),
    Route("/threads/{id:int}/watch", unwatch, methods=["DELETE"]),
    Route("/spaces/{id:int}/watch", watch_space, methods=["PUT"]),
    Route("/terms/{id:int}/watch", watch_term, methods=["PUT"]),
    Route(PAGE, show, methods=["GET"]),
    Route(PAGE, follow, methods=["PUT"]),
]
