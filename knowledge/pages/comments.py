"""Comments on passages of an article: reading them, the form that begins a talk, and what becomes of it."""

from typing import Annotated, Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hub import pages
from hub.api import Body
from hub.computing import compute
from hub.database import new_uid
from hub.errors import Conflict, Forbidden, HubError, InvalidInput
from hub.i18n import _
from hub.identity import reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from hub.text import Line
from knowledge import comments, policy
from knowledge.articles.queries import find_article
from knowledge.comments.anchoring import blocks_of
from knowledge.comments.commenting import CommentBody, Quote
from knowledge.comments.queries import find_annotation, talks_of

Anchor = Annotated[str, Line(60)]


class AnnotationForm(Body):
    """`anchor` is the id of the commented block, `quote` the words selected in it."""

    uid: UUID | None = None
    anchor: Anchor
    quote: Quote = ""
    body: CommentBody


class AnswerForm(Body):
    uid: UUID | None = None
    body: CommentBody


class TalkQuery(Body):
    resolved: bool = False


class NewQuery(Body):
    anchor: Annotated[str, Line(60, min_length=0)] = ""


async def index(request: Request) -> Response:
    """The open or the settled talks about an article."""
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    wanted = forms.parse_query(request.query_params, TalkQuery)
    return await pages.render(
        request,
        "knowledge/comments/list.html",
        nav="articles",
        article=article,
        resolved=wanted.resolved,
        talks=await talks_of(reader, article, resolved=wanted.resolved),
        new_uid=new_uid,
        may_comment=policy.may_comment(reader, article),
    )


async def new(request: Request) -> Response:
    """The form in which a paragraph is chosen and commented on."""
    wanted = forms.parse_query(request.query_params, NewQuery)
    context = await _new_context(request)
    values = {"uid": new_uid(), "anchor": wanted.anchor}
    return await pages.render(
        request, "knowledge/comments/new.html", errors={}, error=None, values=values, **context
    )


async def create(request: Request) -> Response:
    """Begin a talk about a paragraph."""
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    try:
        form = await forms.parse(request, AnnotationForm)
        made = await comments.annotate(
            reader, article, form.anchor, form.body, quote=form.quote, uid=form.uid
        )
    except (InvalidInput, Conflict) as error:
        return await refused(request, error, "knowledge/comments/new.html", **await _new_context(request))
    return pages.redirect(f"/articles/{article.id}#annotation-{made.annotation_id}")


async def _new_context(request: Request) -> dict[str, Any]:
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    if not policy.may_comment(reader, article):
        raise Forbidden
    return {
        "nav": "articles",
        "article": article,
        "blocks": [(block.anchor, block.text, None) for block in await compute(blocks_of, article)],
        "labels": {"anchor": _("Paragraph"), "body": _("Comment")},
    }


async def create_answer(request: Request) -> Response:
    """Say something more about a passage."""
    annotation = await find_annotation(reader_of(request), request.path_params["id"])
    try:
        form = await forms.parse(request, AnswerForm)
        await comments.answer(reader_of(request), annotation, form.body, uid=form.uid)
    except (InvalidInput, Conflict) as error:
        return await _answer_refused(request, error, annotation.article_id)
    return pages.redirect(f"/articles/{annotation.article_id}#annotation-{annotation.id}")


async def _answer_refused(request: Request, error: HubError, article_id: int) -> Response:
    reader = reader_of(request)
    article = await find_article(reader, article_id)
    context = {
        "nav": "articles",
        "article": article,
        "resolved": False,
        "talks": await talks_of(reader, article),
        "new_uid": new_uid,
        "may_comment": policy.may_comment(reader, article),
        "refused_at": request.path_params["id"],
    }
    return await refused(request, error, "knowledge/comments/list.html", **context)


async def put_resolution(request: Request) -> Response:
    """Settle a talk."""
    annotation = await find_annotation(reader_of(request), request.path_params["id"])
    await comments.resolve(reader_of(request), annotation)
    return pages.redirect(f"/articles/{annotation.article_id}#comments", notice=_("Settled."))


async def delete_resolution(request: Request) -> Response:
    """Open a settled talk again."""
    annotation = await find_annotation(reader_of(request), request.path_params["id"])
    await comments.reopen(reader_of(request), annotation)
    return pages.redirect(f"/articles/{annotation.article_id}#annotation-{annotation.id}")


async def delete(request: Request) -> Response:
    """Take a comment away."""
    annotation = await find_annotation(reader_of(request), request.path_params["id"])
    await comments.delete_comment(reader_of(request), annotation, request.path_params["comment_id"])
    return pages.redirect(f"/articles/{annotation.article_id}#annotation-{annotation.id}")


_ANNOTATION = "/annotations/{id:int}"

routes: list[BaseRoute] = [
    Route("/articles/{id:int}/annotations", index, methods=["GET"]),
    Route("/articles/{id:int}/annotations", create, methods=["POST"]),
    Route("/articles/{id:int}/annotations/new", new),
    Route(f"{_ANNOTATION}/comments", create_answer, methods=["POST"]),
    Route(f"{_ANNOTATION}/comments/{{comment_id:int}}", delete, methods=["DELETE"]),
    Route(f"{_ANNOTATION}/resolution", put_resolution, methods=["PUT"]),
    Route(f"{_ANNOTATION}/resolution", delete_resolution, methods=["DELETE"]),
]
