"""Recoveries in the API: ask, lend a share, complete."""

from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response

from hub.api import ApiRoute, Paging, answer, latest_first, no_content, parse_body, parse_query
from hub.errors import Forbidden, UidTaken
from hub.identity import Reader, reader_of
from hub.web.caching import not_stored
from knowledge.api.sealing.recovery_models import (
    LentShare,
    MaterialOut,
    NewRecovery,
    Recovered,
    RecoveryList,
    RecoveryOut,
    ShareOut,
)
from knowledge.models import Recovery
from knowledge.sealing import policy, recovering
from knowledge.sealing.errors import KeysChanged, NoIdentity, NotYet, WrongHolders
from knowledge.sealing.keys import ENOUGH
from knowledge.sealing.queries import find_key, find_recovery, lenders


async def index(request: Request) -> Response:
    rows = policy.recoveries_visible_to(reader_of(request)).select_related("key__team", "identity__user")
    found, cursor = await latest_first(rows, "created_at", parse_query(request, Paging), by_uid=True)
    lent = await lenders(found)
    return answer(
        RecoveryList(items=[RecoveryOut.of(one, lent[one.id]) for one in found], next_cursor=cursor)
    )


async def show(request: Request) -> Response:
    return await _full(request, await find_recovery(reader_of(request), request.path_params["uid"]))


async def create(request: Request) -> Response:
    reader = reader_of(request)
    key = await find_key(reader, request.path_params["uid"])
    body = await parse_body(request, NewRecovery)
    recovery = await recovering.ask(reader, key, body.uid, body.reason)
    return await _full(request, await find_recovery(reader, recovery.uid), 201)


async def lend(request: Request) -> Response:
    reader = reader_of(request)
    recovery = await find_recovery(reader, request.path_params["uid"])
    body = await parse_body(request, LentShare)
    await recovering.give_share(reader, recovery, body.wrapped)
    return no_content()


async def complete(request: Request) -> Response:
    reader = reader_of(request)
    recovery = await find_recovery(reader, request.path_params["uid"])
    body = await parse_body(request, Recovered)
    await recovering.complete(reader, recovery, [one.locked for one in body.grants])
    return no_content()


async def close(request: Request) -> Response:
    reader = reader_of(request)
    await recovering.close(reader, await find_recovery(reader, request.path_params["uid"]))
    return no_content()


async def _full(request: Request, recovery: Recovery, status: int = 200) -> Response:
    reader = reader_of(request)
    lent = (await lenders([recovery]))[recovery.id]
    described = RecoveryOut.of(recovery, lent)
    if recovery.closed_at is None:
        described.share = await _share(reader, recovery)
        if recovery.identity.user_id == reader.id and len(lent) >= ENOUGH:
            # Whoever has another identity by now has to ask again.
            with suppress(KeysChanged):
                found = await recovering.material(reader, recovery)
                described.material = MaterialOut(recovery_wrapped=found.recovery_wrapped, shares=found.shares)
    return not_stored(answer(described, status))


async def _share(reader: Reader, recovery: Recovery) -> ShareOut | None:
    share = await policy.shares_of(reader).get_or_none(key_id=recovery.key_id)
    if share is None or recovery.identity.user_id == reader.id:
        return None
    return ShareOut(wrapped=share.wrapped, recovery=recovery.key.recovery_recipient)


_RECOVERY = "/sealing/recoveries/{uid:uuid}"

routes = [
    ApiRoute(
        "GET",
        "/sealing/recoveries",
        index,
        "List recoveries of keys",
        query=Paging,
        response=RecoveryList,
    ),
    ApiRoute("GET", _RECOVERY, show, "Read a recovery", response=RecoveryOut),
    ApiRoute(
        "POST",
        "/sealing/keys/{uid:uuid}/recoveries",
        create,
        "Ask the admins for a lost key",
        NewRecovery,
        RecoveryOut,
        status=201,
        errors=(Forbidden, UidTaken, NoIdentity),
    ),
    ApiRoute(
        "PUT",
        f"{_RECOVERY}/share",
        lend,
        "Lend one's share",
        LentShare,
        status=204,
        errors=(Forbidden, KeysChanged),
    ),
    ApiRoute(
        "PUT",
        f"{_RECOVERY}/completion",
        complete,
        "Take the recovered key",
        Recovered,
        status=204,
        errors=(Forbidden, KeysChanged, NotYet, WrongHolders),
    ),
    ApiRoute(
        "DELETE",
        _RECOVERY,
        close,
        "Take a question back, or refuse it",
        status=204,
        errors=(Forbidden, KeysChanged),
    ),
]
