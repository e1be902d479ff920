"""One's own key, the keys of a team, and recoveries."""

from starlette.requests import Request
from starlette.responses import Response

from hub.identity import Reader, reader_of
from knowledge.models import Recovery
from knowledge.pages.defects.frame import confidential
from knowledge.sealing import policy
from knowledge.sealing.identities import identity_of
from knowledge.sealing.keys import ENOUGH, SHARES
from knowledge.sealing.queries import find_recovery, find_team, keys_of_teams, lenders, team_keys

MOST_RECOVERIES = 50


async def mine(request: Request) -> Response:
    """One's own key, the teams one holds keys of, and the recoveries that wait."""
    reader = reader_of(request)
    return await confidential(
        request,
        "knowledge/sealing/mine.html",
        identity=await identity_of(reader),
        teams=await keys_of_teams(reader),
        waiting=await _recoveries(reader, waiting=True),
    )


async def team(request: Request) -> Response:
    """Who holds the keys of a team, and how far the change to the newest one is."""
    reader = reader_of(request)
    found = await team_keys(reader, await find_team(reader, request.path_params["uid"]))
    recoveries = policy.recoveries_visible_to(reader).filter(
        key__team_id=found.team.id, closed_at__isnull=True
    )
    return await confidential(
        request,
        "knowledge/sealing/team.html",
        found=found,
        identity=await identity_of(reader),
        recoveries=await recoveries.order_by("-id").select_related("identity__user", "key__team"),
        needed=SHARES,
    )


async def recoveries(request: Request) -> Response:
    """Who asked for which team's key, and what became of it."""
    reader = reader_of(request)
    return await confidential(
        request, "knowledge/sealing/recoveries.html", recoveries=await _recoveries(reader, waiting=False)
    )


async def recovery(request: Request) -> Response:
    """One of them: to lend one's share, or to take the key."""
    reader = reader_of(request)
    found = await find_recovery(reader, request.path_params["uid"])
    lent = (await lenders([found]))[found.id]
    share = await policy.shares_of(reader).get_or_none(key_id=found.key_id)
    return await confidential(
        request,
        "knowledge/sealing/recovery.html",
        recovery=found,
        lent=lent,
        enough=ENOUGH,
        mine=found.identity.user_id == reader.id,
        keeps_share=share is not None,
        has_lent=any(user.id == reader.id for user in lent),
    )


async def _recoveries(reader: Reader, *, waiting: bool) -> list[Recovery]:
    rows = policy.recoveries_visible_to(reader)
    if waiting:
        rows = rows.filter(closed_at__isnull=True)
    return await rows.order_by("-id").limit(MOST_RECOVERIES).select_related("key__team", "identity__user")
