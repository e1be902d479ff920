"""When somebody's mail may come: quiet hours and the moments of digests, by the clock where they are."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from notifications.models import Timing

DIGEST_HOUR = 8
MONDAY = 1


@dataclass(frozen=True)
class Hours:
    """Somebody's hours. `quiet` is from when until when, in minutes after midnight; it may span midnight.

    `digest_hour` is 0 to 23, `digest_weekday` 1 for Monday to 7 for Sunday.
    """

    timezone: str = "UTC"
    quiet: tuple[int, int] | None = None
    digest_hour: int = DIGEST_HOUR
    digest_weekday: int = MONDAY

    def quiet_until(self, at: datetime) -> datetime | None:
        """When the quiet hours that hold at the moment `at` are over; None when none do."""
        if self.quiet is None:
            return None
        begin, end = self.quiet
        local = at.astimezone(_zone(self.timezone))
        minute = local.hour * 60 + local.minute
        inside = begin <= minute < end if begin < end else minute >= begin or minute < end
        if not inside:
            return None
        day = local.date() if minute < end else local.date() + timedelta(days=1)
        moment = _moment(day, end, self.timezone)
        # Where clocks are put back an hour comes twice, and its second half after the end of the first.
        return moment if moment > at else _moment(day, end, self.timezone, fold=1)

    def next_digest(self, timing: Timing, after: datetime) -> datetime:
        """The first moment after `after` at which a daily or weekly digest is due."""
        day = after.astimezone(_zone(self.timezone)).date()
        while True:
            moment = _moment(day, self.digest_hour * 60, self.timezone)
            its_day = timing is Timing.DAILY or day.isoweekday() == self.digest_weekday
            if its_day and moment > after:
                return moment
            day += timedelta(days=1)


def _moment(day: date, minute: int, timezone: str, *, fold: int = 0) -> datetime:
    """When clocks show that time, or the next later one on a day on which it is left out."""
    wall = datetime.combine(day, time(minute // 60, minute % 60, fold=fold))
    zone = _zone(timezone)
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    shown = wall.replace(fold=0)
    while fold == 0 and (moment - _MINUTE).astimezone(zone).replace(tzinfo=None, fold=0) >= shown:
        moment -= _MINUTE
    return moment


_MINUTE = timedelta(minutes=1)


@lru_cache
def _zone(name: str) -> ZoneInfo:
    """A name that the time zone database gave up may still stand in somebody's profile."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
