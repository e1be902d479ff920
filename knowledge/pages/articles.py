"""The list of articles, one article, and the forms that write it."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from discussions.filing import terms_of
from discussions.queries.levels import choice_for
from hub import pages
from hub.audiences.operations import everyone
from hub.database import new_uid
from hub.errors import Conflict, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from hub.vocabulary.models import FACET_LABELS, SINGLE_FACETS, Facet
from hub.vocabulary.queries import terms_by_facet
from knowledge import excerpts, kinds, policy
from knowledge.articles import compose, publish
from knowledge.articles.listing import ArticleFilter, Listed, cards, list_articles, owners
from knowledge.articles.queries import article_page
from knowledge.articles.readership import choices, describe
from knowledge.comments.queries import talks_of
from knowledge.defects.fix.queries import reports_of
from knowledge.flags.queries import REASONS, flags_of
from knowledge.kinds import Kind
from knowledge.pages.forms import (
    chosen_audience,
    content_of,
    field_of,
    form_of,
    labels_of,
    offered_people,
    pickers,
)
from knowledge.suggestions.queries import open_of
from knowledge.verification.standing import LABELS


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
        owners=[(owner.handle, owner.name, owner.handle) for owner in await owners(reader, wanted.owner)],
        kinds=[(kind.key, _(kind.label), "") for kind in kinds.every()],
        levels=[(standing.value, _(label), "") for standing, label in LABELS.items()],
    )


async def show(request: Request) -> Response:
    """One article."""
    reader = reader_of(request)
    page = await article_page(reader, request.path_params["id"])
    texts = await excerpts.fill(reader, [part.html for part in page.parts], inside=page.article)
    # What was rendered is sanitised, the source's text included.
    parts = [replace(part, html=Markup(text)) for part, text in zip(page.parts, texts, strict=True)]  # noqa: S704
    page = replace(page, parts=parts)
    return await pages.render(
        request,
        "knowledge/article.html",
        nav="articles",
        page=page,
        article=page.article,
        readers=await describe(page.article.audience),
        open_suggestions=await open_of(reader, page.article),
        talks=await talks_of(reader, page.article),
        reports=await reports_of(reader, page.article),
        may_comment=policy.may_comment(reader, page.article),
        new_uid=new_uid,
        flags=await flags_of(reader, page.article),
        flag_reasons={reason: _(label) for reason, label in REASONS.items()},
    )


async def trust(request: Request) -> Response:
    """Whether the article can be relied on, as a frame that open pages load anew."""
    page = await article_page(reader_of(request), request.path_params["id"])
    return pages.fragment(request, "knowledge/verification/trust.html", page=page)


async def new(request: Request) -> Response:
    """The empty form of a kind; terms to file it under may stand in the address, as in that of the list."""
    kind = kinds.find(request.query_params.get("kind") or kinds.every()[0].key)
    asked = {facet: request.query_params.getlist(facet.value) for facet in Facet}
    values = {"uid": new_uid(), "audience": (await everyone()).id}
    values |= {
        field_of(facet): words if facet is Facet.TAG else words[0] for facet, words in asked.items() if words
    }
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
