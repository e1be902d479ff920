"""Market shares and ranks, of everybody and of one rival."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.database import now
from hub.errors import Forbidden, InvalidInput
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from knowledge.models import Article
from knowledge.rivals import policy
from knowledge.rivals.queries.rivals import find_rival
from knowledge.rivals.queries.shares import markets, regions
from knowledge.rivals.shares import Share, enter_share


async def index(request: Request) -> Response:
    """Every region: us and the rivals of which the reader may know."""
    reader = reader_of(request)
    return await pages.render(
        request,
        "knowledge/rivals/market.html",
        nav="rivals",
        markets=await markets(reader),
        may_enter=policy.may_keep_our_shares(reader),
    )


async def new(request: Request) -> Response:
    """The form of an entry, ours or a rival's."""
    rival = await _side(request)
    values = {"year": now().year, "quarter": (now().month - 1) // 3 + 1}
    context = await _context(reader_of(request), rival)
    return await pages.render(
        request, "knowledge/rivals/new_share.html", errors={}, error=None, values=values, **context
    )


async def create(request: Request) -> Response:
    """Note an entry; it replaces that of the same region and period."""
    reader = reader_of(request)
    rival = await _side(request)
    try:
        await enter_share(reader, rival, await forms.parse(request, Share))
    except InvalidInput as error:
        context = await _context(reader, rival)
        return await refused(request, error, "knowledge/rivals/new_share.html", **context)
    return pages.redirect(f"/rivals/{rival.id}?tab=market#depth" if rival else "/rivals/market")


async def _side(request: Request) -> Article | None:
    """The rival that an address names, or us, for those who may enter shares."""
    reader = reader_of(request)
    if "id" not in request.path_params:
        if not policy.may_keep_our_shares(reader):
            raise Forbidden
        return None
    rival = await find_rival(reader, request.path_params["id"])
    if not policy.may_curate(reader, rival):
        raise Forbidden
    return rival


async def _context(reader: Reader, rival: Article | None) -> dict[str, Any]:
    return {"nav": "rivals", "rival": rival, "regions": await regions(reader)}
