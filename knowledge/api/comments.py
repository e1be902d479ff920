"""Comments on passages of articles in the API."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from discussions.api.models import Person
from hub.api import ApiRoute, answer, no_content, parse_body, parse_query
from hub.errors import Forbidden, UidTaken
from hub.identity import Reader, reader_of
from knowledge import comments
from knowledge.articles.queries import find_article
from knowledge.comments.queries import Talk, find_annotation, talk_of, talks_of
from knowledge.errors import TooManyComments
from knowledge.models import Annotation
from knowledge.pages.comments import AnnotationForm, AnswerForm, TalkQuery


class NewAnnotation(AnnotationForm):
    """`anchor` is the id of a block in the article's `html`, such as ``solution-p3``, `quote` words of that block."""


class NewComment(AnswerForm):
    """An answer where somebody commented on a passage."""


class CommentOut(BaseModel):
    """A comment; a deleted one has no text."""

    id: int
    uid: UUID
    author: Person
    body: str
    html: str
    created_at: datetime
    deleted: bool


class AnnotationOut(BaseModel):
    """A passage and what was said about it. `anchor` is null when the article does not have it any more.

    `quote` is what the passage said when the talk began; `changed` tells that it does not say so now.
    """

    id: int
    uid: UUID
    article: int
    anchor: str | None
    quote: str
    changed: bool
    resolved_at: datetime | None
    comments: list[CommentOut]


class AnnotationTalks(BaseModel):
    """The talks about an article's passages, in the order of its text."""

    annotations: list[AnnotationOut]


async def index(request: Request) -> Response:
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    wanted = parse_query(request, TalkQuery)
    talks = await talks_of(reader, article, resolved=wanted.resolved)
    return answer(AnnotationTalks(annotations=[_out(talk) for talk in talks]))


async def create(request: Request) -> Response:
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    body = await parse_body(request, NewAnnotation)
    made = await comments.annotate(reader, article, body.anchor, body.body, quote=body.quote, uid=body.uid)
    return await _shown(reader, await made.annotation, 201)


async def create_comment(request: Request) -> Response:
    reader = reader_of(request)
    annotation = await find_annotation(reader, request.path_params["id"])
    body = await parse_body(request, NewComment)
    await comments.answer(reader, annotation, body.body, uid=body.uid)
    return await _shown(reader, annotation, 201)


async def delete_comment(request: Request) -> Response:
    annotation = await find_annotation(reader_of(request), request.path_params["id"])
    await comments.delete_comment(reader_of(request), annotation, request.path_params["comment_id"])
    return no_content()


async def put_resolution(request: Request) -> Response:
    annotation = await find_annotation(reader_of(request), request.path_params["id"])
    await comments.resolve(reader_of(request), annotation)
    return await _shown(reader_of(request), annotation)


async def delete_resolution(request: Request) -> Response:
    annotation = await find_annotation(reader_of(request), request.path_params["id"])
    await comments.reopen(reader_of(request), annotation)
    return await _shown(reader_of(request), annotation)


async def _shown(reader: Reader, annotation: Annotation, status: int = 200) -> Response:
    article = await find_article(reader, annotation.article_id)
    return answer(_out(await talk_of(reader, article, annotation)), status)


def _out(talk: Talk) -> AnnotationOut:
    annotation = talk.annotation
    return AnnotationOut(
        id=annotation.id,
        uid=annotation.uid,
        article=annotation.article_id,
        anchor=talk.place.anchor or None,
        quote=talk.quoted,
        changed=talk.place.changed,
        resolved_at=annotation.resolved_at,
        comments=[
            CommentOut(
                id=said.comment.id,
                uid=said.comment.uid,
                author=Person.of(said.author),
                body=said.comment.body,
                html=said.comment.html,
                created_at=said.comment.created_at,
                deleted=said.comment.deleted_at is not None,
            )
            for said in talk.said
        ],
    )


_ANNOTATION = "/annotations/{id:int}"

routes = [
    ApiRoute(
        "GET",
        "/articles/{id:int}/annotations",
        index,
        "List comments on passages",
        query=TalkQuery,
        response=AnnotationTalks,
    ),
    ApiRoute(
        "POST",
        "/articles/{id:int}/annotations",
        create,
        "Comment on a passage",
        NewAnnotation,
        AnnotationOut,
        status=201,
        errors=(Forbidden, TooManyComments, UidTaken),
    ),
    ApiRoute(
        "POST",
        f"{_ANNOTATION}/comments",
        create_comment,
        "Answer a comment",
        NewComment,
        AnnotationOut,
        status=201,
        errors=(Forbidden, TooManyComments, UidTaken),
    ),
    ApiRoute(
        "DELETE",
        f"{_ANNOTATION}/comments/{{comment_id:int}}",
        delete_comment,
        "Delete a comment",
        status=204,
        errors=(Forbidden,),
    ),
    ApiRoute(
        "PUT",
        f"{_ANNOTATION}/resolution",
        put_resolution,
        "Settle the comments on a passage",
        response=AnnotationOut,
        errors=(Forbidden,),
    ),
    ApiRoute(
        "DELETE",
        f"{_ANNOTATION}/resolution",
        delete_resolution,
        "Open settled comments again",
        response=AnnotationOut,
        errors=(Forbidden,),
    ),
]
