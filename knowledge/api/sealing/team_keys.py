"""Keys of teams in the API: make, give, take away, and seal what stands to the newest."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from hub.accounts.models import User
from hub.api import ApiRoute, Body, answer, no_content, parse_body, parse_query
from hub.errors import Forbidden, NotFound, UidTaken
from hub.identity import reader_of
from hub.web.caching import not_stored
from knowledge.api.sealing.models import GrantChange, NewTeamKey, ProgressOut, TeamKeysOut
from knowledge.api.sealing.moving_models import LeftoverOut, LeftoverReport, Resealing
from knowledge.sealing import keys, moving
from knowledge.sealing.errors import KeysChanged, WrongHolders
from knowledge.sealing.queries import find_key, find_team, team_keys


class After(Body):
    """`after` is the uid of the last part that was seen."""

    after: UUID | None = None


async def show(request: Request) -> Response:
    return await _team(request)


async def create(request: Request) -> Response:
    reader = reader_of(request)
    team = await find_team(reader, request.path_params["uid"])
    body = await parse_body(request, NewTeamKey)
    await keys.make_key(reader, team, body.key)
    return await _team(request, 201)


async def grant(request: Request) -> Response:
    reader = reader_of(request)
    key = await find_key(reader, request.path_params["uid"])
    body = await parse_body(request, GrantChange)
    await keys.grant(reader, key, body.before, [one.locked for one in body.grants])
    return no_content()


async def take_away(request: Request) -> Response:
    reader = reader_of(request)
    team = await find_team(reader, request.path_params["uid"])
    user = await User.get_or_none(uid=request.path_params["user"])
    if user is None:
        raise NotFound
    await keys.take_away(reader, team, user)
    return no_content()


async def leftovers(request: Request) -> Response:
    reader = reader_of(request)
    team = await find_team(reader, request.path_params["uid"])
    parts = await moving.leftovers(reader, team, after=parse_query(request, After).after)
    progress = ProgressOut.of(await moving.progress(team))
    return not_stored(
        answer(LeftoverReport(items=[LeftoverOut.of(part) for part in parts], progress=progress))
    )


async def reseal(request: Request) -> Response:
    reader = reader_of(request)
    team = await find_team(reader, request.path_params["uid"])
    body = await parse_body(request, Resealing)
    await moving.reseal(reader, team, body.key, [part.resealed for part in body.parts])
    return answer(ProgressOut.of(await moving.progress(team)))


async def _team(request: Request, status: int = 200) -> Response:
    reader = reader_of(request)
    team = await find_team(reader, request.path_params["uid"])
    return not_stored(answer(TeamKeysOut.of(await team_keys(reader, team)), status))


_TEAM = "/sealing/teams/{uid:uuid}"

routes = [
    ApiRoute("GET", _TEAM, show, "Read the keys of a product team", response=TeamKeysOut),
    ApiRoute(
        "POST",
        f"{_TEAM}/keys",
        create,
        "Give a team a new key",
        NewTeamKey,
        TeamKeysOut,
        status=201,
        errors=(Forbidden, UidTaken, KeysChanged, WrongHolders),
    ),
    ApiRoute(
        "PUT",
        "/sealing/keys/{uid:uuid}/grants",
        grant,
        "Give a team's key to another member",
        GrantChange,
        status=204,
        errors=(Forbidden, KeysChanged, WrongHolders),
    ),
    ApiRoute(
        "DELETE",
        _TEAM + "/reviewers/{user:uuid}",
        take_away,
        "Take a team's keys away from somebody",
        status=204,
        errors=(Forbidden,),
    ),
    ApiRoute(
        "GET",
        f"{_TEAM}/leftovers",
        leftovers,
        "Read what is sealed to former keys",
        query=After,
        response=LeftoverReport,
        errors=(Forbidden,),
    ),
    ApiRoute(
        "POST",
        f"{_TEAM}/reseals",
        reseal,
        "Put what was sealed anew in the place of what stands",
        Resealing,
        ProgressOut,
        errors=(Forbidden, KeysChanged),
        description="A part that another browser has sealed anew before is left as it is.",
    ),
]
