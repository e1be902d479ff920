"""Choosing when to get which mail. Mail that is already owed follows the choice."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from hub.accounts.profile import ProfileChange, change_profile
from hub.database import in_transaction, now
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from notifications.mailer import owing
from notifications.models import Kind, MailChoice, MailHours, Timing
from notifications.preferences.hours import Hours
from notifications.preferences.wishes import wishes_of

_TimeOfDay = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
# An empty field of a form says: no quiet hours.
Clock = Annotated[
    _TimeOfDay | None,
    BeforeValidator(lambda value: value or None),
    Field(description="HH:MM by the clock of the time zone; null, both of them, for no quiet hours"),
]


class MailChange(BaseModel):
    """What is to change about one's mail; what is not given stays. Times are by the clock of the time zone."""

    timings: dict[Kind, Timing] = {}
    quiet_from: Clock = None
    quiet_to: Clock = None
    digest_hour: Annotated[int, Field(ge=0, le=23)] | None = None
    digest_weekday: Annotated[int, Field(ge=1, le=7, description="1 for Monday to 7 for Sunday")] | None = (
        None
    )
    timezone: Annotated[str, Field(max_length=64)] | None = None


async def change_mail(reader: Reader, change: MailChange) -> None:
    """Change one's own mail. InvalidInput for quiet hours without an end, or a time zone that is none."""
    async with in_transaction():
        if change.timezone is not None:
            await change_profile(reader, ProfileChange(timezone=change.timezone))
        present = (await wishes_of(reader.id)).hours
        hours = Hours(
            timezone=present.timezone,
            quiet=_quiet(change, present),
            digest_hour=present.digest_hour if change.digest_hour is None else change.digest_hour,
            digest_weekday=change.digest_weekday or present.digest_weekday,
        )
        await choose(reader.id, change.timings, hours)


async def choose(user_id: int, timings: Mapping[Kind, Timing], hours: Hours | None = None) -> None:
    """Send these kinds at these times from now on; kinds and hours that are not given stay as they are.

    The time zone of `hours` is that of the profile and not stored here.
    """
    async with in_transaction():
        await MailChoice.bulk_create(
            [
                MailChoice(user_id=user_id, kind=kind, timing=timing)
                for kind, timing in sorted(timings.items())
            ],
            on_conflict=["user_id", "kind"],
            update_fields=["timing"],
        )
        if hours:
            begin, end = hours.quiet or (None, None)
            await MailHours.update_or_create(
                {
                    "quiet_from": begin,
                    "quiet_to": end,
                    "digest_hour": hours.digest_hour,
                    "digest_weekday": hours.digest_weekday,
                },
                user_id=user_id,
            )
        await owing.plan_anew(await wishes_of(user_id), now())


async def refuse(user_id: int, *timings: Timing) -> None:
    """No more mail of the kinds that come at these times."""
    kinds = (await wishes_of(user_id)).kinds(*timings)
    await choose(user_id, dict.fromkeys(kinds, Timing.OFF))


def clock(minute: int) -> str:
    """A time of day as ``22:30``."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _quiet(change: MailChange, present: Hours) -> tuple[int, int] | None:
    if not change.model_fields_set & {"quiet_from", "quiet_to"}:
        return present.quiet
    if change.quiet_from is None and change.quiet_to is None:
        return None
    if change.quiet_from is None or change.quiet_to is None:
        missing = "quiet_from" if change.quiet_from is None else "quiet_to"
        raise InvalidInput({missing: _("Please say when quiet hours begin and when they end.")})
    if change.quiet_from == change.quiet_to:
        raise InvalidInput({"quiet_to": _("Quiet hours cannot end when they begin.")})
    return _minutes(change.quiet_from), _minutes(change.quiet_to)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
