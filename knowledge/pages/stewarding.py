"""Confidence, readers and owner of an article."""

from typing import Annotated, Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.accounts.models import User
from hub.api import Body
from hub.audiences.models import Audience, Group
from hub.audiences.operations import chosen, members_of
from hub.errors import Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from hub.text import Line
from knowledge import policy
from knowledge.articles import change_audience, change_confidence, change_owner
from knowledge.articles.queries import find_article
from knowledge.articles.readership import choices
from knowledge.errors import WideningNotConfirmed
from knowledge.models import Article, Confidence
from knowledge.pages.forms import Id, chosen_audience
from knowledge.sources import threads_of


class ConfidenceForm(Body):
    confidence: Confidence


class AudienceForm(Body):
    """A named audience, or "chosen" with groups and people. `confirmed` is an agreement to who gains."""

    audience: Literal["chosen"] | Id | None = None
    groups: list[Id] = Field(default_factory=list, max_length=100)
    people: list[Id] = Field(default_factory=list, max_length=200)
    confirmed: Annotated[str, Line(64, min_length=0)] = ""


class OwnerForm(Body):
    owner: Id


async def put_confidence(request: Request) -> Response:
    """Validate, archive, or put back to work."""
    article = await find_article(reader_of(request), request.path_params["id"])
    form = await forms.parse(request, ConfidenceForm)
    await change_confidence(reader_of(request), article, form.confidence)
    return pages.redirect(f"/articles/{article.id}")


async def audience_form(request: Request) -> Response:
    """Who may read the article, and who else could."""
    reader = reader_of(request)
    article = await _stewarded(request)
    context = await _audience_context(reader, article, AudienceForm())
    values = {"audience": article.audience_id}
    return await pages.render(
        request, "knowledge/audience.html", errors={}, values=values, gained=[], **context
    )


async def put_audience(request: Request) -> Response:
    """Choose other readers. When somebody gains, the page names them and asks."""
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    form = AudienceForm()
    gaining: dict[str, Any] = {"gained": [], "agreement": ""}
    try:
        form = await forms.parse(request, AudienceForm)
        await change_audience(reader, article, await _asked_audience(reader, form), confirmed=form.confirmed)
    except (InvalidInput, WideningNotConfirmed) as error:
        if isinstance(error, WideningNotConfirmed):
            gaining = {"gained": error.gained, "agreement": error.agreement}
        context = await _audience_context(reader, article, form)
        return await refused(request, error, "knowledge/audience.html", **gaining, **context)
    return pages.redirect(f"/articles/{article.id}", notice=_("The readers have changed."))


async def _asked_audience(reader: Reader, form: AudienceForm) -> Audience:
    if form.audience != "chosen":
        return await chosen_audience(reader, form.audience)
    groups = {group.id for group in await Group.filter(id__in=form.groups)}
    people = {user.id for user in await User.filter(id__in=form.people, active=True)}
    if not groups and not people:
        raise InvalidInput({"people": _("Please choose at least one group or person.")})
    return await chosen(group_ids=groups, user_ids=people | {reader.id})


async def _audience_context(reader: Reader, article: Article, form: AudienceForm) -> dict[str, Any]:
    sources = [await thread.audience for thread in await threads_of(article)]
    present = [await article.audience, *(one for one in sources if one.id in reader.audience_ids)]
    return {
        "nav": "articles",
        "article": article,
        "chosen": form,
        "audiences": await choices(reader, present),
        "groups": await Group.all().order_by("name"),
        "people": await User.filter(active=True).order_by("name"),
    }


async def owner_form(request: Request) -> Response:
    """Hand the article to somebody else."""
    article = await _stewarded(request)
    return await pages.render(request, "knowledge/owner.html", errors={}, **await _owner_context(article))


async def put_owner(request: Request) -> Response:
    """Let somebody else answer for the article."""
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    try:
        form = await forms.parse(request, OwnerForm)
        owner = await User.get_or_none(id=form.owner, active=True)
        if owner is None:
            raise InvalidInput({"owner": _("Please choose a person.")})
        await change_owner(reader, article, owner)
    except InvalidInput as error:
        return await refused(request, error, "knowledge/owner.html", **await _owner_context(article))
    text = _("%(name)s owns this article now.") % {"name": owner.name}
    return pages.redirect(f"/articles/{article.id}", notice=text)


async def _owner_context(article: Article) -> dict[str, Any]:
    members = await members_of(article.audience_id)
    people = await User.filter(id__in=list(members)).order_by("name", "id")
    return {"nav": "articles", "article": article, "people": people}


async def _stewarded(request: Request) -> Article:
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    if not policy.may_steward(reader, article):
        raise Forbidden
    return article
