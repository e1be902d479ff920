"""What happens to one post: edits, deletion, history, reactions, acceptance."""

from typing import Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from discussions import answers, policy, reactions, replies
from discussions.errors import StaleRevision
from discussions.models import Post, ReactionKind
from discussions.queries.history import history_of, unsaved_changes
from discussions.queries.posts import post_url
from discussions.queries.reading import find_post, find_thread_row
from discussions.writing import Body
from hub import pages
from hub.errors import Forbidden, InvalidInput, NotFound
from hub.identity import reader_of
from hub.pages import forms
from hub.web.failing import wants_json


class EditForm(BaseModel):
    body: Body
    base_revision: int


class HistoryQuery(BaseModel):
    below: int | None = Field(None, ge=1, le=2**31 - 1)


async def edit(request: Request) -> Response:
    post = await _editable(request)
    if post.number == 1:
        return pages.redirect(f"/threads/{post.thread_id}/edit")
    return await _edit_page(request, post, post.revision_number, {"body": post.body}, {})


async def update(request: Request) -> Response:
    reader = reader_of(request)
    post = await _editable(request)
    try:
        form = await forms.parse(request, EditForm)
        await replies.edit_post(reader, post, form.body, base_revision=form.base_revision)
    except InvalidInput as error:
        return await _edit_page(request, post, post.revision_number, error.values, error.errors)
    except StaleRevision as error:
        post = await _editable(request)
        conflict = await unsaved_changes(post, form.body)
        return await _edit_page(
            request, post, error.current, {"body": form.body}, {}, conflict_text=error.message(), **conflict
        )
    return _to(post)


async def _editable(request: Request) -> Post:
    reader = reader_of(request)
    post = await find_post(reader, request.path_params["id"])
    if not policy.may_edit(reader, post):
        raise Forbidden
    return post


async def _edit_page(
    request: Request,
    post: Post,
    base_revision: int,
    values: dict[str, Any],
    errors: dict[str, str],
    **conflict: Any,
) -> Response:
    return await pages.render(
        request,
        "discussions/edit_post.html",
        status=409 if conflict else 422 if errors else 200,
        nav="threads",
        post=post,
        cancel_url=post_url(post.thread_id, post.id, post.number),
        base_revision=base_revision,
        values=values,
        errors=errors,
        conflict=conflict,
        **conflict,
    )


async def delete(request: Request) -> Response:
    reader = reader_of(request)
    post = await find_post(reader, request.path_params["id"])
    await replies.delete_post(reader, post)
    return _to(post)


async def history(request: Request) -> Response:
    reader = reader_of(request)
    post = await find_post(reader, request.path_params["id"])
    below = forms.parse_query(request.query_params, HistoryQuery).below
    return await pages.render(
        request,
        "discussions/history.html",
        nav="threads",
        post=post,
        history=await history_of(reader, post, below=below),
        back_url=post_url(post.thread_id, post.id, post.number),
    )


async def react(request: Request) -> Response:
    reader = reader_of(request)
    post = await find_post(reader, request.path_params["id"])
    await reactions.react(reader, post, _kind(request))
    return Response(status_code=204) if wants_json(request) else _to(post)


async def unreact(request: Request) -> Response:
    reader = reader_of(request)
    post = await find_post(reader, request.path_params["id"])
    await reactions.unreact(reader, post, _kind(request))
    return Response(status_code=204) if wants_json(request) else _to(post)


def _kind(request: Request) -> ReactionKind:
    try:
        return ReactionKind(request.path_params["kind"])
    except ValueError as error:
        raise NotFound from error


async def accept(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    post = await find_post(reader, request.path_params["post_id"])
    await answers.accept(reader, thread, post)
    return _to(post)


async def withdraw(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    post = await find_post(reader, request.path_params["post_id"])
    await answers.withdraw(reader, thread, post)
    return _to(post)


def _to(post: Post) -> Response:
    return pages.redirect(post_url(post.thread_id, post.id, post.number))


routes = [
    Route("/posts/{id:int}/edit", edit, methods=["GET"]),
    Route("/posts/{id:int}", update, methods=["PATCH"]),
    Route("/posts/{id:int}", delete, methods=["DELETE"]),
    Route("/posts/{id:int}/history", history, methods=["GET"]),
    Route("/posts/{id:int}/reactions/{kind}", react, methods=["PUT"]),
    Route("/posts/{id:int}/reactions/{kind}", unreact, methods=["DELETE"]),
    Route("/threads/{id:int}/answers/{post_id:int}", accept, methods=["PUT"]),
    Route("/threads/{id:int}/answers/{post_id:int}", withdraw, methods=["DELETE"]),
]
