"""Saying that an article helped in a case: choosing it, one press beside it, and taking that back."""

from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from discussions.queries.reading import find_thread_row
from hub import pages
from hub.api import Body
from hub.i18n import _
from hub.identity import reader_of
from hub.pages import forms
from hub.text import Line
from knowledge import uses
from knowledge.articles.queries import LARGEST_ID, find_article
from knowledge.uses.queries import offered
from knowledge.verification.standing import standing


class Words(Body):
    """Of the title of an article that is looked for."""

    q: Annotated[str, Line(200, min_length=0)] = ""


class UseForm(BaseModel):
    article: int = Field(ge=1, le=LARGEST_ID)


async def new(request: Request) -> Response:
    """The articles that may have helped, by words or by what they are filed under."""
    reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    words = forms.parse_query(request.query_params, Words).q
    articles = [(article, standing(article)) for article in await offered(reader, thread, words)]
    return await pages.render(
        request,
        "knowledge/uses/new.html",
        nav="threads",
        thread=thread,
        words=words,
        articles=articles,
        error=None,
    )


async def create(request: Request) -> Response:
    """Note that an article helped."""
    reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    form = await forms.parse(request, UseForm)
    await uses.use(reader, thread, await find_article(reader, form.article))
    notice = _("Thank you. How the case ends counts for the article, too.")
    return pages.redirect(f"/threads/{thread.id}", notice=notice)


async def delete(request: Request) -> Response:
    """Take back that an article helped."""
    reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    article = await find_article(reader, min(request.path_params["article_id"], LARGEST_ID))
    await uses.withdraw(reader, thread, article)
    return pages.redirect(f"/threads/{thread.id}")
