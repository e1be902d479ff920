"""Strategies in the API: mark a reply, vote, comment."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from discussions import strategies
from discussions.api.models import Person, PostOut
from discussions.errors import (
    NotAStrategy,
    OwnStrategy,
    ThreadLocked,
    TooManyComments,
    TooManyStrategies,
)
from discussions.models import Post
from discussions.queries.highlights import highlights_of
from discussions.queries.posts import post_views
from discussions.queries.reading import find_post, find_thread_row
from discussions.queries.strategies import CommentView, strategies_by_post
from discussions.strategies.commenting import CommentBody
from discussions.strategies.marking import StrategyTitle
from hub.api import ApiRoute, Body, answer, no_content, parse_body
from hub.errors import Forbidden, NotFound, UidTaken
from hub.identity import reader_of


class StrategyChoice(Body):
    """What the strategy is called, in a few words."""

    title: StrategyTitle


class NewComment(Body):
    """A remark in plain text. `uid` makes the request safe to repeat."""

    uid: UUID | None = None
    body: CommentBody


class CommentOut(BaseModel):
    """A remark about a strategy."""

    id: int
    uid: UUID
    author: Person
    body: str
    created_at: datetime

    @classmethod
    def of(cls, view: CommentView) -> "CommentOut":
        return cls(
            id=view.id, uid=view.uid, author=Person.of(view.author), body=view.body, created_at=view.at
        )


class StrategiesOut(BaseModel):
    """The strategies of a case, those with most votes first; all of them, since there are few."""

    strategies: list[PostOut]


class CommentsOut(BaseModel):
    """The comments on a strategy in order; all of them, since there are few."""

    comments: list[CommentOut]


async def index(request: Request) -> Response:
    thread = await find_thread_row(reader_of(request), request.path_params["id"])
    views = (await highlights_of(thread)).strategies
    return answer(StrategiesOut(strategies=[PostOut.of(view) for view in views]))


async def put(request: Request) -> Response:
    post = await _post(request)
    body = await parse_body(request, StrategyChoice)
    await strategies.mark(reader_of(request), post, body.title)
    [view] = await post_views(await Post.filter(id=post.id).select_related("author"))
    return answer(PostOut.of(view))


async def delete(request: Request) -> Response:
    await strategies.unmark(reader_of(request), await _post(request))
    return no_content()


async def vote(request: Request) -> Response:
    await strategies.vote(reader_of(request), await _post(request))
    return no_content()


async def unvote(request: Request) -> Response:
    await strategies.unvote(reader_of(request), await _post(request))
    return no_content()


async def comments(request: Request) -> Response:
    return answer(CommentsOut(comments=[CommentOut.of(view) for view in await _comments(request)]))


async def comment(request: Request) -> Response:
    post = await _post(request)
    body = await parse_body(request, NewComment)
    made = await strategies.comment(reader_of(request), post, body.body, uid=body.uid)
    [view] = [view for view in await _comments(request) if view.id == made.id]
    return answer(CommentOut.of(view), 201)


async def delete_comment(request: Request) -> Response:
    post = await _post(request)
    await strategies.delete_comment(reader_of(request), post, request.path_params["comment_id"])
    return no_content()


async def _comments(request: Request) -> list[CommentView]:
    post = await _post(request)
    found = await strategies_by_post([post.id])
    if post.id not in found:
        raise NotFound
    return found[post.id].comments


async def _post(request: Request) -> Post:
    return await find_post(reader_of(request), request.path_params["id"])


_STRATEGY, _VOTE, _COMMENTS = "/posts/{id:int}/strategy", "/posts/{id:int}/vote", "/posts/{id:int}/comments"

routes = [
    ApiRoute(
        "GET",
        "/threads/{id:int}/strategies",
        index,
        "List the strategies of a case",
        response=StrategiesOut,
    ),
    ApiRoute(
        "PUT",
        _STRATEGY,
        put,
        "Make a reply a strategy, or rename it",
        request=StrategyChoice,
        response=PostOut,
        errors=(Forbidden, NotAStrategy, TooManyStrategies),
    ),
    ApiRoute("DELETE", _STRATEGY, delete, "Make it a reply like others", status=204, errors=(Forbidden,)),
    ApiRoute("PUT", _VOTE, vote, "Vote for a strategy", status=204, errors=(NotAStrategy, OwnStrategy)),
    ApiRoute("DELETE", _VOTE, unvote, "Take the vote back", status=204),
    ApiRoute("GET", _COMMENTS, comments, "List the comments on a strategy", response=CommentsOut),
    ApiRoute(
        "POST",
        _COMMENTS,
        comment,
        "Comment on a strategy",
        request=NewComment,
        response=CommentOut,
        status=201,
        errors=(NotAStrategy, ThreadLocked, TooManyComments, UidTaken),
    ),
    ApiRoute(
        "DELETE",
        _COMMENTS + "/{comment_id:int}",
        delete_comment,
        "Delete a comment",
        status=204,
        errors=(Forbidden,),
    ),
]
