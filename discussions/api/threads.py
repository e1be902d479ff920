"""Threads in the API: list, show, post, watch."""

from starlette.requests import Request
from starlette.responses import Response

from discussions import policy, watching
from discussions.api.models import (
    NewThread,
    ThreadEdit,
    ThreadList,
    ThreadOut,
    ThreadSummary,
    WatchChoice,
)
from discussions.complaints.stepping import Claim
from discussions.errors import StaleRevision
from discussions.filing import FILED_UNDER, terms_of
from discussions.models import Post, Space, Thread
from discussions.queries.choices import chosen_space
from discussions.queries.listing import ThreadFilter, list_threads
from discussions.queries.posts import accepted_views, post_views
from discussions.queries.reading import find_thread
from discussions.threads import edit_thread, post_thread
from hub.api import ApiRoute, answer, no_content, parse_body, parse_query
from hub.errors import Forbidden, InvalidInput, UidTaken
from hub.i18n import _
from hub.identity import Reader, reader_of


async def create(request: Request) -> Response:
    reader = reader_of(request)
    body = await parse_body(request, NewThread)
    thread = await post_thread(
        reader,
        space=await _space(reader, body.space),
        title=body.title,
        body=body.body,
        tried=body.tried,
        terms=await terms_of(body),
        claim=Claim(body.complaint.customer, body.complaint.demand) if body.complaint else None,
        uid=body.uid,
    )
    return await _full(reader, await find_thread(reader, thread.id), 201)


async def _space(reader: Reader, name: str | int | None) -> Space:
    if name in (None, ""):
        space = await policy.open_spaces(reader).first()
        if space is None:
            raise InvalidInput({"space": _("There is no space in which you can post.")})
        return space
    space = await chosen_space(reader, str(name))
    if not policy.may_post(reader, space):
        raise InvalidInput({"space": _("You cannot post in this space.")})
    return space


async def index(request: Request) -> Response:
    reader = reader_of(request)
    wanted = parse_query(request, ThreadFilter)
    if wanted.space:
        # A page of a space that is not there is not found; a list asked for it has a wrong parameter.
        await chosen_space(reader, wanted.space)
    threads, cursor = await list_threads(reader, wanted)
    summaries = [ThreadSummary.of(thread, space=_space_name(reader, thread)) for thread in threads]
    return answer(ThreadList(items=summaries, next_cursor=cursor))


async def show(request: Request) -> Response:
    reader = reader_of(request)
    return await _full(reader, await find_thread(reader, request.path_params["id"]), 200)


async def update(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread(reader, request.path_params["id"])
    change = await parse_body(request, ThreadEdit)
    case = await Post.get(thread_id=thread.id, number=1)
    await edit_thread(
        reader,
        thread,
        title=thread.title if change.title is None else change.title,
        body=case.body if change.body is None else change.body,
        tried=thread.tried if change.tried is None else change.tried,
        terms=await terms_of(change) if change.model_fields_set & FILED_UNDER else list(thread.terms),
        base_revision=change.base_revision,
    )
    return await _full(reader, await find_thread(reader, thread.id), 200)


async def _full(reader: Reader, thread: Thread, status: int) -> Response:
    [case] = await post_views(await Post.filter(thread_id=thread.id, number=1).select_related("author"))
    answers = await accepted_views(thread.id) if thread.answer_count else []
    return answer(ThreadOut.full(thread, case, answers, space=_space_name(reader, thread)), status)


def _space_name(reader: Reader, thread: Thread) -> str | None:
    return thread.space.slug if thread.space.audience_id in reader.audience_ids else None


async def watch(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread(reader, request.path_params["id"])
    choice = await parse_body(request, WatchChoice)
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
        errors=(UidTaken,),
    ),
    ApiRoute("GET", "/threads", index, "List cases", query=ThreadFilter, response=ThreadList),
    ApiRoute("GET", _THREAD, show, "Read a case", response=ThreadOut),
    ApiRoute(
        "PATCH",
        _THREAD,
        update,
        "Edit a case",
        request=ThreadEdit,
        response=ThreadOut,
        errors=(Forbidden, StaleRevision),
    ),
    ApiRoute("PUT", f"{_THREAD}/watch", watch, "Choose the level of a case", request=WatchChoice, status=204),
    ApiRoute("DELETE", f"{_THREAD}/watch", unwatch, "Let its space and terms decide", status=204),
]
