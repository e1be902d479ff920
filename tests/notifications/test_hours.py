"""Quiet hours and digests by the clock, on days that have 23, 24 and 25 hours."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from notifications.models import Timing
from notifications.preferences.hours import Hours

pytestmark = pytest.mark.pure

NIGHT = (22 * 60, 7 * 60)


def at(zone: str, text: str, fold: int = 0) -> datetime:
    """The moment at which clocks in `zone` show `text`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def quiet(zone: str, hours: tuple[int, int] = NIGHT) -> Hours:
    return Hours(zone, quiet=hours)


@pytest.mark.parametrize(
    ("zone", "now", "until"),
    [
        ("Asia/Shanghai", "2026-11-22T21:59", None),
        ("Asia/Shanghai", "2026-11-22T22:00", "2026-11-23T07:00"),
        ("Asia/Shanghai", "2026-11-23T06:59", "2026-11-23T07:00"),
        ("Asia/Shanghai", "2026-11-23T07:00", None),
        # Half and quarter hours, both ends of the date line.
        ("Asia/Kathmandu", "2026-11-22T23:10", "2026-11-23T07:00"),
        ("Australia/Eucla", "2026-11-22T23:10", "2026-11-23T07:00"),
        ("Pacific/Kiritimati", "2026-11-22T03:00", "2026-11-22T07:00"),
        ("Pacific/Niue", "2026-11-22T03:00", "2026-11-22T07:00"),
        # The nights of 23 and 25 hours.
        ("Europe/Berlin", "2026-03-28T23:00", "2026-03-29T07:00"),
        ("Europe/Berlin", "2026-10-24T23:00", "2026-10-25T07:00"),
        ("America/New_York", "2026-03-07T23:00", "2026-03-08T07:00"),
        ("Australia/Lord_Howe", "2026-10-03T23:00", "2026-10-04T07:00"),
    ],
)
def test_quiet_hours_end_by_the_clock_of_the_person(zone: str, now: str, until: str | None) -> None:
    assert quiet(zone).quiet_until(at(zone, now)) == (at(zone, until) if until else None)


def test_a_night_is_an_hour_shorter_or_longer_when_clocks_change() -> None:
    spring, autumn = at("Europe/Berlin", "2026-03-28T22:00"), at("Europe/Berlin", "2026-10-24T22:00")
    berlin = quiet("Europe/Berlin")
    assert berlin.quiet_until(spring) == spring + timedelta(hours=8)
    assert berlin.quiet_until(autumn) == autumn + timedelta(hours=10)


def test_quiet_hours_may_lie_within_a_day() -> None:
    lunch = quiet("UTC", (12 * 60, 13 * 60 + 30))
    assert lunch.quiet_until(at("UTC", "2026-11-22T11:59")) is None
    assert lunch.quiet_until(at("UTC", "2026-11-22T12:00")) == at("UTC", "2026-11-22T13:30")
    assert lunch.quiet_until(at("UTC", "2026-11-22T13:30")) is None


def test_an_end_that_the_clock_leaves_out_is_the_moment_of_the_change() -> None:
    berlin = quiet("Europe/Berlin", (22 * 60, 2 * 60 + 30))
    until = berlin.quiet_until(at("Europe/Berlin", "2026-03-29T01:59"))
    assert until == at("Europe/Berlin", "2026-03-29T03:00")
    assert berlin.quiet_until(until) is None


def test_in_the_hour_that_comes_twice_the_second_time_is_quiet_as_well() -> None:
    berlin = quiet("Europe/Berlin", (22 * 60, 2 * 60 + 30))
    first, second = at("Europe/Berlin", "2026-10-25T02:10"), at("Europe/Berlin", "2026-10-25T02:10", fold=1)
    assert second - first == timedelta(hours=1)
    assert berlin.quiet_until(first) == first + timedelta(minutes=20)
    assert berlin.quiet_until(second) == second + timedelta(minutes=20)


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai"]
)
def test_a_daily_digest_comes_once_on_every_date_of_a_year(zone: str) -> None:
    for hour in (0, 1, 2, 3, 8, 23):
        hours = Hours(zone, digest_hour=hour)
        moment = at(zone, "2026-01-01T00:00") - timedelta(minutes=1)
        dates: list[date] = []
        while len(dates) < 365:
            moment = hours.next_digest(Timing.DAILY, moment)
            dates.append(moment.astimezone(ZoneInfo(zone)).date())
        assert dates == [dates[0] + timedelta(days=day) for day in range(365)]


def test_the_days_between_digests_have_23_24_and_25_hours() -> None:
    hours = Hours("Europe/Berlin")
    moment, lengths = at("Europe/Berlin", "2026-01-01T08:00"), []
    for _day in range(364):
        following = hours.next_digest(Timing.DAILY, moment)
        lengths.append((following - moment) // timedelta(hours=1))
        moment = following
    assert (lengths.count(23), lengths.count(25), len(lengths)) == (1, 1, 364)
    assert set(lengths) == {23, 24, 25}


def test_a_weekly_digest_comes_on_its_day() -> None:
    friday = Hours("Asia/Shanghai", digest_hour=17, digest_weekday=5)
    first = friday.next_digest(Timing.WEEKLY, at("Asia/Shanghai", "2026-11-20T16:59"))
    assert first == at("Asia/Shanghai", "2026-11-20T17:00")
    assert friday.next_digest(Timing.WEEKLY, first) == at("Asia/Shanghai", "2026-11-27T17:00")


def test_a_day_that_a_country_left_out_has_no_digest() -> None:
    """Samoa went to bed on a Thursday and got up on Saturday."""
    moment = Hours("Pacific/Apia").next_digest(Timing.DAILY, at("Pacific/Apia", "2011-12-29T09:00"))
    assert moment.astimezone(ZoneInfo("Pacific/Apia")).date().isoformat() == "2011-12-31"


def test_in_every_time_zone_quiet_hours_end_later_than_now_and_soon() -> None:
    moments = [datetime(2026, 1, 1, 0, 7, tzinfo=UTC) + timedelta(hours=31) * step for step in range(280)]
    for zone in available_timezones():
        for hours in (NIGHT, (23 * 60, 2 * 60 + 30), (0, 23 * 60 + 59)):
            ends = [(moment, quiet(zone, hours).quiet_until(moment)) for moment in moments[:: len(hours)]]
            for moment, until in ends:
                assert until is None or timedelta(0) < until - moment <= timedelta(hours=26), (zone, moment)


def test_a_time_zone_that_is_no_more_counts_as_utc() -> None:
    assert quiet("Mars/Olympus").quiet_until(at("UTC", "2026-11-22T23:00")) == at("UTC", "2026-11-23T07:00")
