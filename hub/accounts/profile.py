"""What people change about themselves."""

from functools import lru_cache
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, Field
from tortoise.exceptions import IntegrityError

from hub import audit
from hub.accounts import passwords, sessions, throttling
from hub.accounts.events import PersonChanged
from hub.accounts.models import User
from hub.accounts.naming import LONGEST_NAME, check_handle
from hub.database import in_transaction
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader, access_changed
from hub.outbox import record
from hub.text import Line, Prose

# Somebody at an unlocked screen must not be able to guess on.
CURRENT_PASSWORD = throttling.Limit("current-password", tries=10, seconds=900)


class ProfileChange(BaseModel):
    """The fields of a profile that are to change; those not given stay. An empty `locale` follows the browser."""

    name: Annotated[str, Line(LONGEST_NAME)] | None = None
    handle: Annotated[str, Field(max_length=60)] | None = None
    job_title: Annotated[str, Line(100, min_length=0)] | None = None
    about: Annotated[str, Prose(2000)] | None = None
    locale: Literal["", "en", "zh"] | None = None
    timezone: Annotated[str, Field(max_length=64)] | None = None
    theme: Literal["light", "dark", "auto"] | None = None


async def change_profile(actor: Reader, change: ProfileChange) -> User:
    """Change one's own profile. InvalidInput for a handle that is taken or a time zone that is none."""
    wanted = change.model_dump(exclude_none=True)
    if wanted.get("timezone", "UTC") not in timezones():
        raise InvalidInput({"timezone": _("This time zone is not known.")})
    try:
        async with in_transaction():
            user = await User.select_for_update().get(id=actor.id)
            if "handle" in wanted:
                wanted["handle"] = await check_handle(wanted["handle"], but=user.id)
            shown = any(wanted.get(field, getattr(user, field)) != getattr(user, field) for field in _SHOWN)
            if wanted:
                await user.update_from_dict(wanted).save(update_fields=list(wanted))
                await access_changed([user.id])
            if shown:
                await record(PersonChanged(user.id))
    except IntegrityError as error:
        raise InvalidInput({"handle": _("This handle is already taken.")}) from error
    return user


async def change_password(actor: Reader, *, current: str, new: str, session_id: int | None) -> None:
    """Set a new password and sign out every other browser. InvalidInput when `current` is wrong."""
    user = await User.get(id=actor.id)
    await throttling.count(CURRENT_PASSWORD, str(user.id))
    if not await passwords.verify(user.password_hash, current):
        raise InvalidInput({"current": _("This is not your current password.")})
    await throttling.forget(CURRENT_PASSWORD, str(user.id))
    passwords.check(new, user.email, user.name, user.handle, field="new")
    hashed = await passwords.hash_password(new)
    async with in_transaction():
        await User.filter(id=user.id).update(password_hash=hashed)
        await sessions.end_all(user.id, but=session_id)
        await audit.log(actor, "password.changed", "user", user.id)


@lru_cache
def timezones() -> tuple[str, ...]:
    """The names of all time zones, as in the IANA database."""
    return tuple(sorted(available_timezones()))


# What other people see, and pages of theirs may be showing.
_SHOWN = ("name", "handle", "job_title")
