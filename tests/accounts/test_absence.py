"""Absences: noted when somebody comes back, kept until they have caught up."""

from datetime import timedelta

import httpx
import pytest

from hub.accounts import absence
from hub.accounts.models import User
from hub.accounts.sessions import create_token
from hub.database import in_transaction, now
from hub.identity import Reader
from tests.absences import PAGE, away_for
from tests.conftest import ClientOf
from tests.factories import Make


async def hours_away(reader: Reader) -> float | None:
    """How long the absence was that is kept of somebody; None without one."""
    user = await User.get(id=reader.id)
    if user.away_from is None or user.away_until is None:
        return None
    return round((user.away_until - user.away_from) / timedelta(hours=1), 1)


async def test_a_long_absence_is_kept_and_a_short_one_is_not(make: Make, client_of: ClientOf) -> None:
    ann = await make.reader()
    client = await client_of(ann)
    await away_for(ann, 3.9)
    await client.get("/", headers=PAGE)
    assert await hours_away(ann) is None
    await away_for(ann, 10)
    await client.get("/", headers=PAGE)
    assert await hours_away(ann) == 10


async def test_signing_in_ends_an_absence_too_and_a_first_visit_is_none(
    make: Make, client_of: ClientOf
) -> None:
    ann = await make.reader()
    await client_of(ann)
    assert await hours_away(ann) is None
    await away_for(ann, 72)
    await client_of(ann)
    assert await hours_away(ann) == 72


@pytest.mark.parametrize(
    ("method", "headers", "present"),
    [
        ("GET", PAGE, True),
        ("POST", {"Accept": "application/json"}, True),
        ("GET", {"Accept": "application/json"}, False),
        ("GET", PAGE | {"Turbo-Frame": "inbox"}, False),
    ],
)
async def test_a_page_left_open_is_nobody(
    make: Make, client_of: ClientOf, method: str, headers: dict[str, str], present: bool
) -> None:
    ann = await make.reader()
    client = await client_of(ann)
    await away_for(ann, 9)
    await client.send(client.build_request(method, "/nothing", headers=headers))
    assert (await hours_away(ann) == 9) is present


async def test_a_program_is_nobody(make: Make, client_of: ClientOf) -> None:
    ann = await make.reader()
    await client_of(ann)
    _token, secret = await create_token(ann.id, "robot")
    await away_for(ann, 9)
    client = await client_of(None)
    answer: httpx.Response = await client.get(
        "/api/v1/me", headers=PAGE | {"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == 200
    assert await hours_away(ann) is None


async def test_an_absence_goes_on_after_a_glance_until_its_owner_has_caught_up(
    make: Make, client_of: ClientOf
) -> None:
    ann = await make.reader()
    client = await client_of(ann)
    await away_for(ann, 60)
    await client.get("/", headers=PAGE)
    await away_for(ann, 5)
    await client.get("/", headers=PAGE)
    assert await hours_away(ann) == 65
    async with in_transaction():
        await absence.caught_up(ann)
    assert await hours_away(ann) is None
    await away_for(ann, 6)
    await client.get("/", headers=PAGE)
    assert await hours_away(ann) == 6


async def test_nobody_is_told_what_is_older_than_a_month(make: Make, client_of: ClientOf) -> None:
    ann = await make.reader()
    client = await client_of(ann)
    await away_for(ann, 24 * 200)
    await client.get("/", headers=PAGE)
    assert await hours_away(ann) == absence.LONGEST / timedelta(hours=1)


async def test_what_somebody_opened_is_remembered_until_they_have_caught_up(
    make: Make, client_of: ClientOf
) -> None:
    ann = await make.reader()
    client = await client_of(ann)
    await absence.note_opened(ann, "article:1")
    assert (await User.get(id=ann.id)).away_opened is None
    await away_for(ann, 9)
    await client.get("/", headers=PAGE)
    for topic in ("article:1", "article:2", "article:1"):
        await absence.note_opened(ann, topic)
    assert (await User.get(id=ann.id)).away_opened == ["article:1", "article:2"]
    async with in_transaction():
        await absence.caught_up(ann)
    assert (await User.get(id=ann.id)).away_opened is None


async def test_presence_is_noted_every_few_minutes_and_not_at_every_request(
    make: Make, client_of: ClientOf
) -> None:
    ann = await make.reader()
    client = await client_of(ann)
    seen = (await User.get(id=ann.id)).seen_at
    await client.get("/", headers=PAGE)
    assert (await User.get(id=ann.id)).seen_at == seen
    await away_for(ann, 0.1)
    await client.get("/", headers=PAGE)
    assert seen
    assert now() - timedelta(minutes=1) < ((await User.get(id=ann.id)).seen_at or seen)
