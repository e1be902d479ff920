"""One's own key pair in the API, and the team keys that it opens."""

from starlette.requests import Request
from starlette.responses import Response

from hub.api import ApiRoute, answer, parse_body
from hub.errors import UidTaken
from hub.identity import reader_of
from hub.web.caching import not_stored
from knowledge.api.sealing.models import IdentityOut, KeyOut, LockChange, NewIdentity, VaultOut
from knowledge.sealing import identities
from knowledge.sealing.identities import Locks, identity_of
from knowledge.sealing.queries import keys_of_teams


async def show(request: Request) -> Response:
    reader = reader_of(request)
    identity = await identity_of(reader)
    held = [
        KeyOut.of(key, team.uid, team.name)
        for team, keys in await keys_of_teams(reader)
        for key in keys
        if key.wrapped
    ]
    # Locked as they are, keys that somebody may not have any more should not lie in their browser.
    return not_stored(answer(VaultOut(identity=IdentityOut.of(identity) if identity else None, keys=held)))


async def create(request: Request) -> Response:
    body = await parse_body(request, NewIdentity)
    locks = Locks(body.passphrase_wrapped or "", body.passkey_wrapped or "")
    made = await identities.make_identity(reader_of(request), body.uid, body.recipient, locks)
    return answer(IdentityOut.of(made), 201)


async def change(request: Request) -> Response:
    body = await parse_body(request, LockChange)
    locks = Locks(body.passphrase_wrapped, body.passkey_wrapped)
    changed = await identities.change_locks(reader_of(request), request.path_params["uid"], locks)
    return answer(IdentityOut.of(changed))


routes = [
    ApiRoute("GET", "/sealing/vault", show, "Read one's locked keys", response=VaultOut),
    ApiRoute(
        "POST",
        "/sealing/identities",
        create,
        "Give oneself an identity",
        NewIdentity,
        IdentityOut,
        status=201,
        errors=(UidTaken,),
        description="A former identity retires: others have to lock their teams' keys to the new one.",
    ),
    ApiRoute(
        "PATCH",
        "/sealing/identities/{uid:uuid}",
        change,
        "Change what locks one's identity",
        LockChange,
        IdentityOut,
    ),
]
