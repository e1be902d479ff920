"""How long a verification holds."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hub.database import now
from knowledge.models import CheckUnit

# As long as nobody has chosen otherwise.
USUAL = (6, CheckUnit.MONTHS)


def holds_until(verified_at: datetime, every: int | None, unit: CheckUnit) -> datetime | None:
    """Until when a verification at a moment holds; None without an end. `every` counts `unit`s."""
    if every is None:
        return None
    if unit is CheckUnit.DAYS:
        return verified_at + timedelta(days=every)
    # The same day of a later month, or its last one when it is shorter.
    year, month = divmod(verified_at.year * 12 + verified_at.month - 1 + every, 12)
    day = min(verified_at.day, monthrange(year, month + 1)[1])
    return verified_at.replace(year=year, month=month + 1, day=day)


def first_dates(
    columns: Mapping[str, date | None], verified_at: datetime | None, *, told: bool
) -> dict[str, Any]:
    """The columns of a new article that hold dates: those of its content, and what follows from its verification.

    Unless `told`, nobody hears of what is over already, such as that imported price lists were valid once.
    """
    until = holds_until(verified_at, *USUAL) if verified_at else None
    dates: dict[str, Any] = {**columns, "verified_until": until}
    if not told and until and until <= now():
        dates |= {"reminded_for": until, "expired_for": until}
    if not told and (last := columns.get("valid_to")) and last < now().astimezone(UTC).date():
        dates["lapsed_for"] = last
    return dates
