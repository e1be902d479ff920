"""The choice of mail in the JSON API."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from hub.api import ApiRoute, answer, parse_body
from hub.identity import Reader, reader_of
from notifications.models import Kind, Timing
from notifications.preferences.choosing import MailChange, change_mail, clock
from notifications.preferences.wishes import wishes_of
from notifications.smtp import troubles


class MailOut(BaseModel):
    """When the caller gets which mail. `stopped` says why their address gets none, if it does not."""

    timings: dict[Kind, Timing]
    quiet_from: Annotated[str | None, Field(description="HH:MM by the clock of the time zone")]
    quiet_to: str | None
    digest_hour: int
    digest_weekday: Annotated[int, Field(description="1 for Monday to 7 for Sunday")]
    timezone: str
    stopped: str | None


class MailChangeIn(MailChange):
    """What is to change; what is not given stays. Quiet hours are given or taken away together."""

    model_config = ConfigDict(extra="forbid")


async def show(request: Request) -> Response:
    return answer(await _out(reader_of(request)))


async def change(request: Request) -> Response:
    reader = reader_of(request)
    await change_mail(reader, await parse_body(request, MailChangeIn))
    return answer(await _out(reader))


async def _out(reader: Reader) -> MailOut:
    wishes = await wishes_of(reader.id)
    trouble = await troubles.stopped(reader.email or "")
    begin, end = (clock(minute) for minute in wishes.hours.quiet) if wishes.hours.quiet else (None, None)
    return MailOut(
        timings=wishes.timings,
        quiet_from=begin,
        quiet_to=end,
        digest_hour=wishes.hours.digest_hour,
        digest_weekday=wishes.hours.digest_weekday,
        timezone=wishes.hours.timezone,
        stopped=trouble.reason if trouble else None,
    )


routes = [
    ApiRoute("GET", "/me/mail", show, "When the caller gets which mail", response=MailOut),
    ApiRoute("PATCH", "/me/mail", change, "Change the caller's mail", request=MailChangeIn, response=MailOut),
]
