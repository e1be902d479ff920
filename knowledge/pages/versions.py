"""A new version of a price list, which takes the place of the one before."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from discussions.filing import terms_of
from hub import pages
from hub.database import new_uid
from hub.errors import Conflict, Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from knowledge import kinds, policy
from knowledge.articles import compose
from knowledge.articles.queries import find_article
from knowledge.articles.readership import choices
from knowledge.articles.superseding import supersede
from knowledge.models import Article
from knowledge.pages.forms import (
    chosen_audience,
    content_of,
    form_of,
    labels_of,
    offered_people,
    pickers,
    values_of,
)

# What is another one in every version.
ANEW = ("version", "valid_from", "valid_to")


async def new(request: Request) -> Response:
    """The form with everything of the version before that does not change by itself."""
    reader = reader_of(request)
    older = await _older(request)
    if not policy.may_steward(reader, older):
        raise Forbidden
    values = await values_of(reader, kinds.get(older.kind), older.title, older.content, older.terms)
    values |= dict.fromkeys(ANEW, "") | {"uid": new_uid(), "audience": older.audience_id}
    return await pages.render(
        request,
        "knowledge/versions/new.html",
        errors={},
        error=None,
        values=values,
        **await _context(reader, older),
    )


async def create(request: Request) -> Response:
    """Publish the new version; the one before ends the day before."""
    reader = reader_of(request)
    older = await _older(request)
    kind = kinds.get(older.kind)
    try:
        form = await forms.parse(request, form_of(kind))
        article = await supersede(
            reader,
            older,
            await compose(kind.key, form.title, content_of(kind, form)),
            terms=await terms_of(form),
            audience=await chosen_audience(reader, form.audience),
            uid=form.uid,
        )
    except (InvalidInput, Conflict) as error:
        return await refused(request, error, "knowledge/versions/new.html", **await _context(reader, older))
    return pages.redirect(
        f"/articles/{article.id}", notice=_("Published. The version before ends the day before.")
    )


async def _older(request: Request) -> Article:
    return await find_article(reader_of(request), request.path_params["id"])


async def _context(reader: Reader, older: Article) -> dict[str, Any]:
    kind = kinds.get(older.kind)
    return {
        "nav": "articles",
        "older": older,
        "kind": kind,
        "labels": labels_of(kind),
        "people": await offered_people(kind),
        "pickers": await pickers(),
        "audiences": await choices(reader, [older.audience]),
    }
