"""The API's view of the caller."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from hub.accounts.models import User
from hub.accounts.profile import ProfileChange, change_profile
from hub.api import ApiRoute, answer, parse_body
from hub.identity import reader_of
from hub.settings import get_settings


class Me(BaseModel):
    """The person whose token or session sent the request."""

    id: int
    uid: UUID
    email: str | None
    name: str
    handle: str
    role: Literal["member", "lead", "admin"]
    job_title: str
    about: str
    locale: Annotated[str, Field(description="en, zh, or empty: not chosen")]
    timezone: str
    theme: Literal["light", "dark", "auto"]
    url: str


class MeChange(ProfileChange):
    """The fields of one's own profile that are to change; those not given stay."""

    model_config = ConfigDict(extra="forbid")


async def show_me(request: Request) -> Response:
    return answer(_me(await User.get(id=reader_of(request).id)))


async def change_me(request: Request) -> Response:
    reader = reader_of(request)
    return answer(_me(await change_profile(reader, await parse_body(request, MeChange))))


def _me(user: User) -> Me:
    own = {name: getattr(user, name) for name in Me.model_fields if name != "url"}
    return Me(**own, url=f"{get_settings().address}/people/{user.handle}")


routes = [
    ApiRoute("GET", "/me", show_me, "The caller", response=Me),
    ApiRoute("PATCH", "/me", change_me, "Change the caller's profile", request=MeChange, response=Me),
]
