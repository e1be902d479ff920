"""What an article said before, and bringing it back."""

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.api import Body
from hub.i18n import _
from hub.identity import reader_of
from hub.pages import forms
from knowledge import policy
from knowledge.articles import restore
from knowledge.articles.history import history_of
from knowledge.articles.queries import find_article
from knowledge.errors import StaleRevision


class HistoryQuery(Body):
    below: int | None = Field(None, ge=1, lt=2**31)


class RestorationForm(Body):
    """`revision` is what comes back, `base_revision` what the article said on the page with the button."""

    revision: int = Field(ge=1, lt=2**31)
    base_revision: int = Field(ge=1, lt=2**31)


async def show(request: Request) -> Response:
    """The revisions, newest first, with what each changed."""
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    wanted = forms.parse_query(request.query_params, HistoryQuery)
    return await pages.render(
        request,
        "knowledge/history.html",
        nav="articles",
        article=article,
        history=await history_of(reader, article, below=wanted.below),
        may_edit=policy.may_edit(reader, article),
    )


async def create_restoration(request: Request) -> Response:
    """Bring a revision back."""
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    form = await forms.parse(request, RestorationForm)
    try:
        await restore(reader, article, form.revision, base_revision=form.base_revision)
    except StaleRevision:
        text = _("Somebody saved this article a moment ago. Look at what changed, then restore.")
        return pages.redirect(f"/articles/{article.id}/history", notice=text, kind="warning")
    text = _("Version %(number)s is back.") % {"number": form.revision}
    return pages.redirect(f"/articles/{article.id}", notice=text)
