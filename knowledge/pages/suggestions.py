"""Suggested changes: what waits for a decision, one of them with what it would change, and the decision."""

from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from discussions.filing import terms_of
from hub import pages
from hub.api import Body
from hub.errors import Conflict, Forbidden, HubError, InvalidInput
from hub.i18n import N_, _
from hub.identity import reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from hub.text import Prose
from knowledge import kinds, policy
from knowledge.articles.queries import find_article
from knowledge.errors import StaleRevision
from knowledge.models import Article, SuggestionState
from knowledge.pages.editing import form_context, met
from knowledge.pages.forms import content_of, form_of, values_of
from knowledge.suggestions import approve, decline, withdraw
from knowledge.suggestions.queries import (
    Of,
    SuggestionFilter,
    find_suggestion,
    list_suggestions,
    suggestion_page,
)
from knowledge.suggestions.reviewing import Change, proposal

STATES = {
    SuggestionState.OPEN: (N_("Waits for a decision"), "clock", "caution"),
    SuggestionState.APPROVED: (N_("Approved"), "check-circle", "positive"),
    SuggestionState.DECLINED: (N_("Declined"), "x", "danger"),
    SuggestionState.WITHDRAWN: (N_("Withdrawn"), "undo", "neutral"),
}


class Decline(Body):
    reason: Annotated[str, Prose(1000, min_length=1)]


class Approval(Body):
    """`base_revision` is what the article said on the page with the button."""

    base_revision: int = Field(ge=1, lt=2**31)


async def index(request: Request) -> Response:
    """The list: those that wait for the reader's decision, or the reader's own."""
    reader = reader_of(request)
    wanted = forms.parse_query(request.query_params, SuggestionFilter)
    found, cursor = await list_suggestions(reader, wanted)
    article = f"&article={wanted.article}" if wanted.article else ""
    return await pages.render(
        request,
        "knowledge/suggestions/list.html",
        nav="articles",
        suggestions=found,
        wanted=wanted,
        states=STATES,
        mine=wanted.of is Of.MINE,
        more=f"/suggestions?of={wanted.of}{article}&cursor={cursor}" if cursor else None,
    )


async def show(request: Request) -> Response:
    """One suggestion, and what approving it would change."""
    return await _shown(request)


async def edit_form(request: Request) -> Response:
    """The form in which a reviewer changes what was suggested before approving it."""
    reader = reader_of(request)
    suggestion = await find_suggestion(reader, request.path_params["id"])
    article = await find_article(reader, suggestion.article_id)
    if not policy.may_review(reader, article) or suggestion.state is not SuggestionState.OPEN:
        raise Forbidden
    merged = await proposal(reader, suggestion, article)
    state = merged.state
    values = await values_of(reader, kinds.get(article.kind), state.title, state.content, state.terms)
    values |= {"base_revision": article.revision_number}
    context = await form_context(reader, article) | {"clashes": merged.clashes, "suggestion": suggestion}
    return await pages.render(
        request, "knowledge/suggestions/edit.html", errors={}, error=None, values=values, **context
    )


async def put_approval(request: Request) -> Response:
    """Take a suggestion over as it is, or as the reviewer's form says."""
    reader = reader_of(request)
    suggestion = await find_suggestion(reader, request.path_params["id"])
    article = await find_article(reader, suggestion.article_id)
    changed = "title" in await request.form()
    try:
        number, change = await _decision(request, article, changed=changed)
        await approve(reader, suggestion, base_revision=number, change=change)
    except (InvalidInput, Conflict) as error:
        if not changed:
            return await _shown(request, error)
        context = await form_context(reader, article) | {"suggestion": suggestion}
        if isinstance(error, StaleRevision):
            form = await forms.parse(request, form_of(kinds.get(article.kind)))
            context |= await met(reader, error, form)
        return await refused(request, error, "knowledge/suggestions/edit.html", **context)
    text = _("Approved. The history names %(name)s.") % {"name": suggestion.author.name}
    return pages.redirect(f"/articles/{article.id}", notice=text)


async def _decision(request: Request, article: Article, *, changed: bool) -> tuple[int, Change | None]:
    """The version that the reviewer has seen, and what they approve instead of what was suggested."""
    if not changed:
        return (await forms.parse(request, Approval)).base_revision, None
    kind = kinds.get(article.kind)
    form = await forms.parse(request, form_of(kind))
    return form.base_revision, Change(form.title, content_of(kind, form), await terms_of(form))


async def put_refusal(request: Request) -> Response:
    """Decline a suggestion, with a reason for its author."""
    suggestion = await find_suggestion(reader_of(request), request.path_params["id"])
    try:
        form = await forms.parse(request, Decline)
        await decline(reader_of(request), suggestion, form.reason)
    except (InvalidInput, Conflict) as error:
        return await _shown(request, error)
    return pages.redirect(f"/suggestions/{suggestion.id}", notice=_("Declined. Its author is told why."))


async def put_withdrawal(request: Request) -> Response:
    """Take one's own suggestion back."""
    suggestion = await find_suggestion(reader_of(request), request.path_params["id"])
    try:
        await withdraw(reader_of(request), suggestion)
    except Conflict as error:
        return await _shown(request, error)
    return pages.redirect(f"/suggestions/{suggestion.id}", notice=_("Withdrawn."))


async def _shown(request: Request, error: HubError | None = None) -> Response:
    page = await suggestion_page(reader_of(request), request.path_params["id"])
    context: dict[str, Any] = {
        "nav": "articles",
        "page": page,
        "suggestion": page.suggestion,
        "article": page.article,
        "state": STATES[page.suggestion.state],
    }
    if error:
        return await refused(request, error, "knowledge/suggestions/show.html", **context)
    return await pages.render(
        request, "knowledge/suggestions/show.html", errors={}, error=None, values={}, **context
    )


routes: list[BaseRoute] = [
    Route("/suggestions", index),
    Route("/suggestions/{id:int}", show),
    Route("/suggestions/{id:int}/edit", edit_form),
    Route("/suggestions/{id:int}/approval", put_approval, methods=["PUT"]),
    Route("/suggestions/{id:int}/refusal", put_refusal, methods=["PUT"]),
    Route("/suggestions/{id:int}/withdrawal", put_withdrawal, methods=["PUT"]),
]
