"""The list of articles, one article, and the forms that write it."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from discussions.filing import terms_of
from discussions.queries.levels import choice_for
from hub import pages
from hub.audiences.operations import everyone
from hub.database import new_uid
from hub.errors import Conflict, Forbidden, HubError, InvalidInput
from hub.i18n import N_, _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from hub.vocabulary.models import FACET_LABELS, SINGLE_FACETS, Facet
from hub.vocabulary.queries import terms_by_facet
from knowledge import kinds, policy
from knowledge.articles import compose, edit, publish
from knowledge.articles.listing import ArticleFilter, Listed, cards, list_articles, owners
from knowledge.articles.queries import article_page, changes_between, find_article, find_revision
from knowledge.articles.readership import choices, describe
from knowledge.errors import StaleRevision
from knowledge.kinds import Kind
from knowledge.models import Article, Confidence
from knowledge.pages.forms import (
    chosen_audience,
    content_of,
    form_of,
    labels_of,
    merged_values,
    offered_people,
    pickers,
    values_of,
)

LEVELS = {
    Confidence.WORK_IN_PROGRESS: N_("Work in progress"),
    Confidence.NOT_VALIDATED: N_("Not validated"),
    Confidence.VALIDATED: N_("Validated"),
    Confidence.ARCHIVED: N_("Archived"),
}


async def index(request: Request) -> Response:
    """The list, narrowed by the query string."""
    reader = reader_of(request)
    wanted, listed, errors = ArticleFilter(), Listed([], None), {}
    try:
        wanted = forms.parse_query(request.query_params, ArticleFilter)
        listed = await list_articles(reader, wanted)
    except InvalidInput as error:
        errors = error.errors
    query = wanted.query()
    offered = await terms_by_facet()
    return await pages.render(
        request,
        "knowledge/list.html",
        status=422 if errors else 200,
        nav="articles",
        errors=errors,
        cards=await cards(reader, listed.articles),
        wanted=wanted,
        choice=await choice_for(reader, wanted) if not errors else None,
        more=f"/articles?{query}&{urlencode({'cursor': listed.cursor})}" if listed.cursor else None,
        facets=[
            (facet.value, _(FACET_LABELS[facet]), offered[facet]) for facet in SINGLE_FACETS if offered[facet]
        ],
        tags=offered[Facet.TAG],
        tags_label=_(FACET_LABELS[Facet.TAG]),
        owners=[(owner.handle, owner.name, owner.handle) for owner in await owners(reader)],
        kinds=[(kind.key, _(kind.label), "") for kind in kinds.every()],
        levels=[(level.value, _(LEVELS[level]), "") for level in Confidence],
    )


async def show(request: Request) -> Response:
    """One article."""
    page = await article_page(reader_of(request), request.path_params["id"])
    readers = await describe(page.article.audience)
    return await pages.render(
        request, "knowledge/article.html", nav="articles", page=page, article=page.article, readers=readers
    )


async def new(request: Request) -> Response:
    """The empty form of a kind."""
    kind = kinds.find(request.query_params.get("kind") or kinds.every()[0].key)
    values = {"uid": new_uid(), "audience": (await everyone()).id}
    return await pages.render(
        request,
        "knowledge/new.html",
        errors={},
        error=None,
        values=values,
        **await _new_context(reader_of(request), kind),
    )


async def create(request: Request) -> Response:
    """A new article from the form of its kind."""
    reader = reader_of(request)
    kind = kinds.find(request.query_params.get("kind") or kinds.every()[0].key)
    try:
        form = await forms.parse(request, form_of(kind))
        article = await publish(
            reader,
            await compose(kind.key, form.title, content_of(kind, form)),
            terms=await terms_of(form),
            audience=await chosen_audience(reader, form.audience),
            uid=form.uid,
        )
    except (InvalidInput, Conflict) as error:
        return await refused(request, error, "knowledge/new.html", **await _new_context(reader, kind))
    return pages.redirect(f"/articles/{article.id}{kind.then}", notice=_("Published."))


async def _new_context(reader: Reader, kind: Kind) -> dict[str, Any]:
    return {
        "nav": "articles",
        "kind": kind,
        "kinds": [(one.key, _(one.label), f"/articles/new?kind={one.key}", None) for one in kinds.every()],
        "labels": labels_of(kind),
        "people": await offered_people(kind),
        "pickers": await pickers(),
        "audiences": await choices(reader, []),
    }


async def edit_form(request: Request) -> Response:
    """The form with what the article says now."""
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    if not policy.may_edit(reader, article):
        raise Forbidden
    values = await values_of(reader, kinds.get(article.kind), article.title, article.content, article.terms)
    values |= {"base_revision": article.revision_number, "uid": new_uid()}
    context = await _edit_context(article)
    return await pages.render(
        request, "knowledge/edit.html", errors={}, error=None, values=values, theirs=None, **context
    )


async def update(request: Request) -> Response:
    """Save an edit. A conflict shows what changed meanwhile, with the editor's own text still in the form."""
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    kind = kinds.get(article.kind)
    try:
        form = await forms.parse(request, form_of(kind))
        await edit(
            reader,
            article,
            base_revision=form.base_revision,
            title=form.title,
            content=content_of(kind, form),
            terms=await terms_of(form),
            note=form.note,
            uid=form.uid,
        )
    except StaleRevision as conflict:
        return await _edit_refused(request, conflict, article, **await _met(request, conflict))
    except (InvalidInput, Conflict) as error:
        return await _edit_refused(request, error, article, theirs=None)
    return pages.redirect(f"/articles/{article.id}", notice=_("Saved."))


async def _met(request: Request, conflict: StaleRevision) -> dict[str, Any]:
    """What the others changed, and the form with their text in the fields that the editor had not touched."""
    reader = reader_of(request)
    article = await find_article(reader, conflict.article.id)
    theirs = await changes_between(reader, article, conflict.base_revision, article.revision_number)
    base = await find_revision(article, conflict.base_revision)
    if base is None:
        return {"theirs": theirs}
    revision, terms = base
    kind = kinds.get(article.kind)
    form = await request.form()
    sent = {name: form.getlist(name) if name == "tags" else form.get(name) for name in form}
    values = merged_values(
        sent,
        await values_of(reader, kind, revision.title, revision.content, terms),
        await values_of(reader, kind, article.title, article.content, article.terms),
    )
    return {"theirs": theirs, "values": values, "article": article}


async def _edit_refused(request: Request, error: HubError, present: Article, **context: Any) -> Response:
    return await refused(request, error, "knowledge/edit.html", **await _edit_context(present) | context)


async def _edit_context(article: Article) -> dict[str, Any]:
    kind = kinds.get(article.kind)
    return {
        "nav": "articles",
        "article": article,
        "kind": kind,
        "labels": labels_of(kind),
        "people": await offered_people(kind),
        "pickers": await pickers(),
    }
