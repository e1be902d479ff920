"""Suggested changes in the API."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from discussions.api.models import Person, Revision
from discussions.filing import FILED_UNDER, Filing, terms_of
from hub.api import ApiRoute, Body, Page, answer, parse_body, parse_query
from hub.errors import Forbidden, UidTaken
from hub.identity import Reader, reader_of
from hub.settings import get_settings
from hub.text import Prose
from hub.vocabulary.models import Term
from knowledge import kinds, policy
from knowledge.api.articles import full, naming_content
from knowledge.api.models import ArticleEdit, ArticleOut, Contents, Title
from knowledge.articles import edit
from knowledge.articles.queries import find_article
from knowledge.errors import StaleRevision, SuggestionClashes, SuggestionDecided
from knowledge.models import Article, Suggestion, SuggestionState
from knowledge.suggestions import Change, approve, decline, suggest, withdraw
from knowledge.suggestions.queries import SuggestionFilter, find_suggestion, list_suggestions
from knowledge.suggestions.reviewing import proposal


class SuggestionSummary(BaseModel):
    """A suggested change without its text.

    `reason` says why it was declined, `revision` what an approval made of it.
    """

    id: int
    uid: UUID
    url: str
    article: int
    author: Person
    state: SuggestionState
    base_revision: int
    title: str
    note: str
    reason: str
    revision: int | None
    created_at: datetime
    decided_at: datetime | None
    decided_by: Person | None

    @classmethod
    def of(cls, suggestion: Suggestion) -> "SuggestionSummary":
        return cls(**_summary(suggestion))


class SuggestionOut(SuggestionSummary):
    """A suggested change: the whole article as it would be, written over its revision `base_revision`."""

    content: dict[str, Any]


class SuggestionList(Page[SuggestionSummary]):
    """A page of suggestions, the latest first."""


class Approval(Filing):
    """`base_revision` is the article's `revision` that the reviewer has read.

    Without more, the suggestion is merged with what the article has become since. Whatever is given of title, content
    and terms is approved instead of what was suggested.
    """

    base_revision: Revision
    title: Title | None = None
    content: Contents = Field(default_factory=dict)


class Refusal(Body):
    reason: Annotated[str, Prose(1000, min_length=1)]


async def index(request: Request) -> Response:
    found, cursor = await list_suggestions(reader_of(request), parse_query(request, SuggestionFilter))
    return answer(SuggestionList(items=[SuggestionSummary.of(one) for one in found], next_cursor=cursor))


async def show(request: Request) -> Response:
    return await shown(request, request.path_params["id"])


async def create(request: Request) -> Response:
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    body = await parse_body(request, ArticleEdit)
    with naming_content():
        suggestion = await suggest(reader, article, **await written(article, body))
    return await shown(request, suggestion.id, 201)


async def update(request: Request) -> Response:
    """An edit by those who may; a suggestion of everybody else, 202."""
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    body = await parse_body(request, ArticleEdit)
    with naming_content():
        if policy.may_edit(reader, article):
            await edit(reader, article, **await written(article, body))
            return await full(request, article.id)
        suggestion = await suggest(reader, article, **await written(article, body))
    return await shown(request, suggestion.id, 202)


async def written(article: Article, body: ArticleEdit) -> dict[str, Any]:
    """What a body says an article shall be: what it leaves out stays as it is now."""
    return {
        "base_revision": body.base_revision,
        "title": article.title if body.title is None else body.title,
        "content": article.content | body.content,
        "terms": await terms_of(body) if body.model_fields_set & FILED_UNDER else list(article.terms),
        "note": body.note,
        "uid": body.uid,
    }


async def put_approval(request: Request) -> Response:
    reader = reader_of(request)
    suggestion = await find_suggestion(reader, request.path_params["id"])
    body = await parse_body(request, Approval)
    change = await _change(reader, suggestion, body)
    with naming_content():
        article = await approve(reader, suggestion, base_revision=body.base_revision, change=change)
    return await full(request, article.id)


async def _change(reader: Reader, suggestion: Suggestion, body: Approval) -> Change | None:
    given = body.model_fields_set & {"title", "content", *FILED_UNDER}
    if not given:
        return None
    article = await find_article(reader, suggestion.article_id)
    state = (await proposal(reader, suggestion, article)).state
    terms: list[Term] = await terms_of(body) if given & FILED_UNDER else list(state.terms)
    return Change(body.title or state.title, {**state.content, **body.content}, terms)


async def put_refusal(request: Request) -> Response:
    suggestion = await find_suggestion(reader_of(request), request.path_params["id"])
    body = await parse_body(request, Refusal)
    await decline(reader_of(request), suggestion, body.reason)
    return await shown(request, suggestion.id)


async def put_withdrawal(request: Request) -> Response:
    suggestion = await find_suggestion(reader_of(request), request.path_params["id"])
    await withdraw(reader_of(request), suggestion)
    return await shown(request, suggestion.id)


async def shown(request: Request, suggestion_id: int, status: int = 200) -> Response:
    """The suggestion as it stands now, for the caller, with its address in ``Location``."""
    reader = reader_of(request)
    suggestion = await find_suggestion(reader, suggestion_id)
    kind = kinds.get((await suggestion.article).kind)
    targets = await kinds.targets_of(reader, kind, [suggestion.content])
    content = kinds.seen(kind, suggestion.content, targets)
    response = answer(SuggestionOut(**_summary(suggestion), content=content), status)
    if status != 200:
        response.headers["Location"] = f"{get_settings().address}/api/v1/suggestions/{suggestion.id}"
    return response


def _summary(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "id": suggestion.id,
        "uid": suggestion.uid,
        "url": f"{get_settings().address}/suggestions/{suggestion.id}",
        "article": suggestion.article_id,
        "author": Person.of(suggestion.author),
        "state": suggestion.state,
        "base_revision": suggestion.base_revision,
        "title": suggestion.title,
        "note": suggestion.note,
        "reason": suggestion.reason,
        "revision": suggestion.revision.number if suggestion.revision else None,
        "created_at": suggestion.created_at,
        "decided_at": suggestion.decided_at,
        "decided_by": Person.of(suggestion.decided_by) if suggestion.decided_by else None,
    }


_SUGGESTION = "/suggestions/{id:int}"

routes = [
    ApiRoute(
        "GET", "/suggestions", index, "List suggestions", query=SuggestionFilter, response=SuggestionList
    ),
    ApiRoute(
        "PATCH",
        "/articles/{id:int}",
        update,
        "Edit an article, or suggest a change",
        ArticleEdit,
        ArticleOut,
        errors=(Forbidden, StaleRevision, UidTaken),
        instead={202: SuggestionOut},
        description="Whoever does not answer for the article gets 202: the edit waits as a suggestion.",
    ),
    ApiRoute(
        "POST",
        "/articles/{id:int}/suggestions",
        create,
        "Suggest a change",
        ArticleEdit,
        SuggestionOut,
        status=201,
        errors=(Forbidden, UidTaken),
    ),
    ApiRoute("GET", _SUGGESTION, show, "Read a suggestion", response=SuggestionOut),
    ApiRoute(
        "PUT",
        f"{_SUGGESTION}/approval",
        put_approval,
        "Approve a suggestion",
        Approval,
        ArticleOut,
        errors=(Forbidden, StaleRevision, SuggestionClashes, SuggestionDecided),
    ),
    ApiRoute(
        "PUT",
        f"{_SUGGESTION}/refusal",
        put_refusal,
        "Decline a suggestion",
        Refusal,
        SuggestionOut,
        errors=(Forbidden, SuggestionDecided),
    ),
    ApiRoute(
        "PUT",
        f"{_SUGGESTION}/withdrawal",
        put_withdrawal,
        "Take a suggestion back",
        response=SuggestionOut,
        errors=(Forbidden, SuggestionDecided),
    ),
]
