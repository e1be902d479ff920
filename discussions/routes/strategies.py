"""Strategies: marking a reply as one, voting, commenting."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from discussions import policy, strategies
from discussions.errors import NotAStrategy, ThreadLocked, TooManyComments
from discussions.models import Post, Strategy
from discussions.queries.posts import post_url, untouched
from discussions.queries.reading import find_post
from discussions.strategies.commenting import CommentBody
from discussions.strategies.marking import StrategyTitle, require_marker
from hub import pages
from hub.errors import InvalidInput
from hub.identity import reader_of
from hub.pages import forms
from hub.pages.refusing import refused


class StrategyForm(BaseModel):
    title: StrategyTitle


class CommentForm(BaseModel):
    body: CommentBody


async def edit(request: Request) -> Response:
    """The form for the title of a strategy, or of a reply that is to become one."""
    post = await _markable(request)
    strategy = await Strategy.get_or_none(post_id=post.id)
    values = {"title": strategy.title if strategy else ""}
    return await pages.render(
        request, "discussions/strategies/edit.html", values=values, errors={}, **_context(post, strategy)
    )


async def put(request: Request) -> Response:
    """Make a reply a strategy, or give it another title."""
    post = await _markable(request)
    try:
        form = await forms.parse(request, StrategyForm)
    except InvalidInput as error:
        context = _context(post, await Strategy.get_or_none(post_id=post.id))
        return await refused(request, error, "discussions/strategies/edit.html", **context)
    await strategies.mark(reader_of(request), post, form.title)
    return _to(post)


async def delete(request: Request) -> Response:
    """Make a strategy a reply like others."""
    post = await find_post(reader_of(request), request.path_params["id"])
    await strategies.unmark(reader_of(request), post)
    return _to(post)


async def _markable(request: Request) -> Post:
    reader = reader_of(request)
    post = await find_post(reader, request.path_params["id"])
    await require_marker(reader, post.thread, post)
    if not policy.markable(post):
        raise NotAStrategy
    return post


def _context(post: Post, strategy: Strategy | None) -> dict[str, Any]:
    return {
        "nav": "threads",
        "post": post,
        "excerpt": untouched(post).excerpt,
        "strategy": strategy,
        "cancel_url": post_url(post.thread_id, post.id, post.number),
    }


async def vote(request: Request) -> Response:
    """Vote for a strategy."""
    post = await find_post(reader_of(request), request.path_params["id"])
    await strategies.vote(reader_of(request), post)
    return _to(post)


async def unvote(request: Request) -> Response:
    """Take the vote back."""
    post = await find_post(reader_of(request), request.path_params["id"])
    await strategies.unvote(reader_of(request), post)
    return _to(post)


async def comment(request: Request) -> Response:
    """Comment on a strategy. What cannot be stored is shown again with the reason."""
    reader = reader_of(request)
    post = await find_post(reader, request.path_params["id"])
    try:
        form = await forms.parse(request, CommentForm)
        await strategies.comment(reader, post, form.body)
    except (InvalidInput, ThreadLocked, TooManyComments) as error:
        strategy = await Strategy.get_or_none(post_id=post.id)
        context = _context(post, strategy)
        return await refused(request, error, "discussions/strategies/comment.html", **context)
    return _to(post)


async def delete_comment(request: Request) -> Response:
    """Take a comment away."""
    post = await find_post(reader_of(request), request.path_params["id"])
    await strategies.delete_comment(reader_of(request), post, request.path_params["comment_id"])
    return _to(post)


def _to(post: Post) -> Response:
    return pages.redirect(post_url(post.thread_id, post.id, post.number))


_STRATEGY, _VOTE, _COMMENTS = "/posts/{id:int}/strategy", "/posts/{id:int}/vote", "/posts/{id:int}/comments"

routes = [
    Route(f"{_STRATEGY}/edit", edit, methods=["GET"]),
    Route(_STRATEGY, put, methods=["PUT"]),
    Route(_STRATEGY, delete, methods=["DELETE"]),
    Route(_VOTE, vote, methods=["PUT"]),
    Route(_VOTE, unvote, methods=["DELETE"]),
    Route(_COMMENTS, comment, methods=["POST"]),
    Route(_COMMENTS + "/{comment_id:int}", delete_comment, methods=["DELETE"]),
]
