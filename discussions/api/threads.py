"""Threads in the API: list, show, post, watch."""

from starlette.requests import Request
from starlette.responses import Response

from discussions import policy, threads, watching
from discussions.api.models import (
    NewThread,
    ThreadList,
    ThreadOut,
    ThreadSummary,
    WatchChoice,
)
from discussions.filing import terms_of
from discussions.models import Post, Space, Thread
from discussions.queries.choices import chosen_space
from discussions.queries.listing import ThreadFilter, list_threads
from discussions.queries.posts import accepted_views, post_views
from discussions.queries.reading import find_thread
from hub.api import ApiRoute, answer, no_content
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms


async def create(request: Request) -> Response:
    reader = reader_of(request)
    body = await forms.parse(request, NewThread)
    thread = await threads.post_thread(
        reader,
        space=await _space(reader, body.space),
        title=body.title,
        body=body.body,
        tried=body.tried,
        terms=await terms_of(body),
        uid=body.uid,
    )
    return await _full(reader, await find_thread(reader, thread.id), 201)


async def _space(reader: Reader, name: str | None) -> Space:
    if not name:
        space = await policy.open_spaces(reader).first()
        if space is None:
            raise InvalidInput({"space": _("There is no space in which you can post.")})
        return space
    return await chosen_space(reader, name)


async def index(request: Request) -> Response:
    reader = reader_of(request)
    wanted = forms.parse_query(request.query_params, ThreadFilter)
    listed = await list_threads(reader, wanted)
    summaries = [ThreadSummary.of(thread, space=_space_name(reader, thread)) for thread in listed.threads]
    return answer(ThreadList(threads=summaries, next=listed.cursor))


async def show(request: Request) -> Response:
    reader = reader_of(request)
    return await _full(reader, await find_thread(reader, request.path_params["id"]), 200)


async def _full(reader: Reader, thread: Thread, status: int) -> Response:
    [case] = await post_views(await Post.filter(thread_id=thread.id, number=1).select_related("author"))
    answers = await accepted_views(thread.id) if thread.answer_count else []
    return answer(ThreadOut.full(thread, case, answers, space=_space_name(reader, thread)), status)


def _space_name(reader: Reader, thread: Thread) -> str | None:
    return thread.space.slug if thread.space.audience_id in reader.audience_ids else None


async def watch(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread(reader, request.path_params["id"])
    choice = await forms.parse(request, WatchChoice)
    await watching.watch(reader, thread, choice.level)
    return no_content()


async def unwatch(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread(reader, request.path_params["id"])
    await watching.unwatch(reader, thread)
    return no_content()


_THREAD = "/threads/{id:int}"

routes = [
    ApiRoute(
        "POST",
        "/threads",
        create,
        "Post a case",
        request=NewThread,
        response=ThreadOut,
        status=201,
        errors=(401, 409, 422),
    ),
    ApiRoute(
        "GET", "/threads", index, "List cases", query=ThreadFilter, response=ThreadList, errors=(401, 422)
    ),
    ApiRoute("GET", _THREAD, show, "Read a case", response=ThreadOut, errors=(401, 404)),
    ApiRoute(
        "PUT", f"{_THREAD}/watch", watch, "Hear of every reply, or of none", request=WatchChoice, status=204
    ),
    ApiRoute("DELETE", f"{_THREAD}/watch", unwatch, "Stop watching", status=204, errors=(401, 404)),
]
