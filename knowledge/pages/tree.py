"""The tree of articles, and the place of one in it."""

from typing import Annotated, Any, Literal

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.api import Body
from hub.errors import Forbidden, InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from hub.text import Line
from knowledge import policy, tree
from knowledge.articles.queries import find_article
from knowledge.models import Article, Confidence
from knowledge.pages.forms import Id

# Titles that are offered for the words somebody typed.
MOST_OFFERED = 20


class Under(Body):
    under: Id | None = None


class Sought(Body):
    q: Annotated[str, Line(200, min_length=0)] = ""


class PlaceForm(Body):
    """The article below which this one shall stand; none for the top."""

    parent: Literal[""] | Id | None = None


async def show(request: Request) -> Response:
    """One level of the tree and what stands below it."""
    reader = reader_of(request)
    wanted = forms.parse_query(request.query_params, Under)
    under = await find_article(reader, wanted.under) if wanted.under else None
    return await pages.render(
        request,
        "knowledge/tree/page.html",
        nav="articles",
        under=under,
        path=await tree.path_of(reader, under) if under else [],
        branches=await tree.branch_of(reader, under),
    )


async def place_form(request: Request) -> Response:
    """Where the article stands, and the articles found for some words below which it could."""
    reader = reader_of(request)
    article = await _stewarded(request)
    return await pages.render(
        request, "knowledge/tree/place.html", errors={}, **await _context(request, reader, article)
    )


async def put_place(request: Request) -> Response:
    """Move the article."""
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    try:
        form = await forms.parse(request, PlaceForm)
        parent = await _parent(reader, form.parent or None)
        await tree.move(reader, article, parent)
    except InvalidInput as error:
        return await refused(
            request, error, "knowledge/tree/place.html", **await _context(request, reader, article)
        )
    text = (
        _("It stands below “%(title)s” now.") % {"title": parent.title}
        if parent
        else _("It stands at the top now.")
    )
    return pages.redirect(f"/articles/{article.id}", notice=text)


async def _parent(reader: Reader, parent_id: int | None) -> Article | None:
    try:
        return await find_article(reader, parent_id) if parent_id else None
    except NotFound:
        raise InvalidInput({"parent": _("Please choose one of the offered values.")}) from None


async def _stewarded(request: Request) -> Article:
    article = await find_article(reader_of(request), request.path_params["id"])
    if not policy.may_steward(reader_of(request), article):
        raise Forbidden
    return article


async def _context(request: Request, reader: Reader, article: Article) -> dict[str, Any]:
    sought = forms.parse_query(request.query_params, Sought).q
    path = await tree.path_of(reader, article)
    found = policy.visible_to(reader).exclude(confidence=Confidence.ARCHIVED).exclude(id=article.id)
    offered = (
        await found.filter(title__icontains=sought).order_by("title").limit(MOST_OFFERED) if sought else []
    )
    chosen = [*path[-1:], *(one for one in offered if one.id != article.parent_id)]
    return {"nav": "articles", "article": article, "sought": sought, "path": path, "offered": chosen}
