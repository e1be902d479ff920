"""Handing all articles of somebody to somebody else."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q, Subquery

from hub import pages
from hub.accounts.models import User
from hub.accounts.naming import Handle
from hub.errors import Forbidden, InvalidInput, NotFound
from hub.i18n import _, ngettext
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import form_page, refused
from knowledge import policy
from knowledge.articles.listing import cards
from knowledge.pages.forms import Id
from knowledge.verification.handing_over import hand_over

# The page names so many; all go.
MOST_NAMED = 50


class GiverQuery(BaseModel):
    giver: Handle | None = None


class TakerForm(BaseModel):
    taker: Id


async def show(request: Request) -> Response:
    """What somebody answers for, and to whom it shall go. Without a person, those whose articles have nobody."""
    reader = reader_of(request)
    wanted = forms.parse_query(request.query_params, GiverQuery)
    giver = await _giver(reader, wanted.giver) if wanted.giver else None
    return await form_page(request, "knowledge/verification/hand_over.html", **await _context(reader, giver))


async def put(request: Request) -> Response:
    """Hand it over."""
    reader = reader_of(request)
    giver = await _giver(reader, request.path_params["handle"])
    try:
        form = await forms.parse(request, TakerForm)
        taker = await User.get_or_none(id=form.taker, active=True)
        if taker is None:
            raise InvalidInput({"taker": _("Please choose a person.")})
        moved = await hand_over(reader, giver, taker)
    except InvalidInput as error:
        return await refused(
            request, error, "knowledge/verification/hand_over.html", **await _context(reader, giver)
        )
    text = ngettext("%(num)s article goes to %(name)s.", "%(num)s articles go to %(name)s.", moved.count) % {
        "num": moved.count,
        "name": taker.name,
    }
    if not moved.left:
        return pages.redirect("/articles/due", notice=text)
    left = ngettext(
        "%(num)s stays, because they cannot read it.",
        "%(num)s stay, because they cannot read them.",
        len(moved.left),
    ) % {"num": len(moved.left)}
    return pages.redirect(
        f"/articles/hand-over?giver={giver.handle}", notice=f"{text} {left}", kind="warning"
    )


async def _giver(reader: Reader, handle: str) -> User:
    giver = await User.get_or_none(handle=handle)
    if giver is None:
        raise NotFound
    if not (reader.is_lead or reader.id == giver.id):
        raise Forbidden
    return giver


async def _context(reader: Reader, giver: User | None) -> dict[str, Any]:
    visible = policy.visible_to(reader)
    context: dict[str, Any] = {
        "nav": "articles",
        "giver": giver,
        "gone": [],
        "cards": [],
        "count": 0,
        "people": [],
    }
    if giver is None:
        if not reader.is_lead:
            raise Forbidden
        left = Q(id__in=Subquery(visible.values("owner_id"))) | Q(
            id__in=Subquery(visible.values("verifier_id"))
        )
        return context | {"gone": await User.filter(left, active=False).order_by("name", "id")}
    theirs = visible.filter(Q(owner_id=giver.id) | Q(verifier_id=giver.id))
    named = (
        await theirs.order_by("title", "id")
        .limit(MOST_NAMED)
        .select_related("owner", "audience")
        .prefetch_related("terms")
    )
    return context | {
        "cards": await cards(reader, named),
        "count": await theirs.count(),
        "people": await User.filter(active=True).exclude(id=giver.id).order_by("name", "id"),
    }
