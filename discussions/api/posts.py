"""Replies in the API: list, post, edit, delete, react, accept."""

from starlette.requests import Request
from starlette.responses import Response

from discussions import answers, reactions, replies
from discussions.api.models import NewReply, PostEdit, PostList, PostOut
from discussions.errors import NotAnAnswer, StaleRevision, ThreadLocked, TooManyStrategies
from discussions.models import Post, ReactionKind, Thread
from discussions.queries.choices import LARGEST_ID
from discussions.queries.posts import post_views
from discussions.queries.reading import find_post, find_thread
from hub.api import (
    ApiRoute,
    Paging,
    RowId,
    answer,
    decode_cursor,
    encode_cursor,
    no_content,
    parse_body,
    parse_query,
)
from hub.errors import Forbidden, NotFound, UidTaken
from hub.identity import Reader, reader_of


async def index(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread(reader, request.path_params["id"])
    wanted = parse_query(request, Paging)
    after = decode_cursor(wanted.cursor, tuple[RowId])[0] if wanted.cursor else 1
    posts = await (
        Post.filter(thread_id=thread.id, number__gt=min(after, thread.last_number))
        .select_related("author")
        .order_by("number")
        .limit(wanted.limit + 1)
    )
    page = posts[: wanted.limit]
    cursor = encode_cursor(page[-1].number) if len(posts) > wanted.limit else None
    return answer(PostList(items=[PostOut.of(view) for view in await post_views(page)], next_cursor=cursor))


async def create(request: Request) -> Response:
    body = await parse_body(request, NewReply)
    thread_id = min(request.path_params["id"], LARGEST_ID)
    strategy = body.strategy or ""
    post = await replies.post_reply(reader_of(request), thread_id, body.body, uid=body.uid, strategy=strategy)
    return await _post(post.id, 201)


async def show(request: Request) -> Response:
    return await _post((await find_post(reader_of(request), request.path_params["id"])).id, 200)


async def update(request: Request) -> Response:
    reader = reader_of(request)
    post = await find_post(reader, request.path_params["id"])
    body = await parse_body(request, PostEdit)
    await replies.edit_post(reader, post, body.body, base_revision=body.base_revision)
    return await _post(post.id, 200)


async def delete(request: Request) -> Response:
    reader = reader_of(request)
    post = await find_post(reader, request.path_params["id"])
    await replies.delete_post(reader, post)
    return no_content()


async def accept(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread(reader, request.path_params["id"])
    post = await _of_thread(reader, thread, request.path_params["reply_id"])
    await answers.accept(reader, thread, post)
    return await _post(post.id, 200)


async def withdraw(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread(reader, request.path_params["id"])
    post = await _of_thread(reader, thread, request.path_params["reply_id"])
    await answers.withdraw(reader, thread, post)
    return no_content()


async def _of_thread(reader: Reader, thread: Thread, post_id: int) -> Post:
    post = await find_post(reader, post_id)
    if post.thread_id != thread.id:
        raise NotFound
    return post


async def react(request: Request) -> Response:
    reader = reader_of(request)
    await reactions.react(reader, await find_post(reader, request.path_params["id"]), _kind(request))
    return no_content()


async def unreact(request: Request) -> Response:
    reader = reader_of(request)
    await reactions.unreact(reader, await find_post(reader, request.path_params["id"]), _kind(request))
    return no_content()


def _kind(request: Request) -> ReactionKind:
    try:
        return ReactionKind(request.path_params["kind"])
    except ValueError as error:
        raise NotFound from error


async def _post(post_id: int, status: int) -> Response:
    [view] = await post_views(await Post.filter(id=post_id).select_related("author"))
    return answer(PostOut.of(view), status)


_REPLIES = "/threads/{id:int}/replies"
_ANSWER = "/threads/{id:int}/answers/{reply_id:int}"
_POST = "/posts/{id:int}"
_REACTION = "/posts/{id:int}/reactions/{kind}"

routes = [
    ApiRoute("GET", _REPLIES, index, "List the replies of a case", query=Paging, response=PostList),
    ApiRoute(
        "POST",
        _REPLIES,
        create,
        "Reply",
        request=NewReply,
        response=PostOut,
        status=201,
        errors=(ThreadLocked, TooManyStrategies, UidTaken),
    ),
    ApiRoute(
        "PUT",
        _ANSWER,
        accept,
        "Accept a reply as an answer",
        response=PostOut,
        errors=(Forbidden, NotAnAnswer),
    ),
    ApiRoute("DELETE", _ANSWER, withdraw, "Take an acceptance back", status=204, errors=(Forbidden,)),
    ApiRoute("GET", _POST, show, "Read a reply, or the text of a case", response=PostOut),
    ApiRoute(
        "PATCH",
        _POST,
        update,
        "Edit a post",
        request=PostEdit,
        response=PostOut,
        errors=(Forbidden, StaleRevision),
    ),
    ApiRoute("DELETE", _POST, delete, "Delete a reply", status=204, errors=(Forbidden,)),
    ApiRoute(
        "PUT",
        _REACTION,
        react,
        "React to a post",
        status=204,
        errors=(Forbidden,),
        description=f"Kinds: {', '.join(f'`{kind.value}`' for kind in ReactionKind)}.",
    ),
    ApiRoute("DELETE", _REACTION, unreact, "Take a reaction back", status=204),
]
