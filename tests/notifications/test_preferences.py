"""Choosing mail: the page, the API, and the links in mail that end it."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from hub.accounts.links import Purpose, link_for
from hub.accounts.models import User
from hub.identity import Reader
from notifications.models import Kind, Mail, Timing
from notifications.preferences.choosing import choose
from notifications.preferences.hours import Hours
from notifications.preferences.wishes import wishes_of
from notifications.smtp import troubles
from tests.factories import Make

Deliver = Callable[..., Awaitable[int]]
ClientOf = Callable[[Reader | None], Awaitable[httpx.AsyncClient]]

WISHES = {
    "quiet_from": "22:30",
    "quiet_to": "07:00",
    "digest_hour": "17",
    "digest_weekday": "5",
    "timezone": "Asia/Shanghai",
}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
# A mail provider's server sends no Origin and no Sec-Fetch-Site.
FROM_A_MAIL_PROGRAM = {"Sec-Fetch-Site": "none"}


@pytest.fixture
async def ann(make: Make) -> Reader:
    return await make.reader("Ann")


async def link_of(person: Reader, query: str = "") -> str:
    return link_for(Purpose.UNSUBSCRIBE, person.uid) + query


async def refused_by(person: Reader) -> set[Kind]:
    return (await wishes_of(person.id)).kinds(Timing.OFF)


async def test_the_page_offers_every_kind_at_every_time(ann: Reader, client_of: ClientOf) -> None:
    page = (await (await client_of(ann)).get("/settings/mail")).text
    for kind in Kind:
        for timing in Timing:
            assert f'name="timings.{kind.value}" value="{timing.value}"' in page
    assert page.count(" checked") == len(Kind)


async def test_what_is_chosen_on_the_page_holds(ann: Reader, client_of: ClientOf) -> None:
    client = await client_of(ann)
    timings = {f"timings.{kind.value}": "daily" for kind in Kind} | {"timings.mention": "instant"}
    saved = await client.put("/settings/mail", data=timings | WISHES)
    assert saved.status_code == 303, saved.text
    wishes = await wishes_of(ann.id)
    assert wishes.timings == dict.fromkeys(Kind, Timing.DAILY) | {Kind.MENTION: Timing.INSTANT}
    assert wishes.hours == Hours("Asia/Shanghai", (22 * 60 + 30, 7 * 60), 17, 5)
    page = (await client.get("/settings/mail")).text
    assert 'name="timings.reply" value="daily" checked' in page
    assert 'value="22:30"' in page
    assert '<option value="17" selected>' in page
    without = await client.put("/settings/mail", data=timings | WISHES | {"quiet_from": "", "quiet_to": ""})
    assert without.status_code == 303
    assert (await wishes_of(ann.id)).hours.quiet is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_to": ""},
        {"quiet_from": ""},
        {"quiet_to": "22:30"},
        {"quiet_to": "24:00"},
        {"digest_hour": "24"},
        {"digest_weekday": "0"},
        {"timezone": "Mars/Olympus"},
        {"timings.mention": "hourly"},
        {"timings.spam": "daily"},
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_kept(
    ann: Reader, client_of: ClientOf, wrong: dict[str, str]
) -> None:
    client = await client_of(ann)
    sent = {"timings.reply": "weekly"} | WISHES | wrong
    answer = await client.put("/settings/mail", data=sent)
    assert answer.status_code == 422
    assert 'name="timings.reply" value="weekly" checked' in answer.text
    assert (await wishes_of(ann.id)).timings == dict.fromkeys(Kind, Timing.INSTANT)
    assert (await wishes_of(ann.id)).hours == Hours()


async def test_programs_choose_by_the_api(ann: Reader, client_of: ClientOf) -> None:
    client = await client_of(ann)
    first = (await client.get("/api/v1/me/mail")).json()
    assert first["timings"] == {kind.value: "instant" for kind in Kind}
    assert (first["quiet_from"], first["digest_hour"], first["stopped"]) == (None, 8, None)
    change = {"timings": {"reply": "weekly"}, "quiet_from": "22:00", "quiet_to": "06:30"}
    changed = (await client.patch("/api/v1/me/mail", json=change)).json()
    assert changed["timings"] == first["timings"] | {"reply": "weekly"}
    assert (changed["quiet_from"], changed["quiet_to"]) == ("22:00", "06:30")
    kept = (await client.patch("/api/v1/me/mail", json={"digest_hour": 6})).json()
    assert kept == changed | {"digest_hour": 6}
    assert (await client.patch("/api/v1/me/mail", json={"quiet": "22:00"})).status_code == 422
    assert (await client.patch("/api/v1/me/mail", json={"quiet_from": None})).json()["quiet_from"] is None


async def test_one_click_ends_mail_of_one_kind_without_signing_in(ann: Reader, client_of: ClientOf) -> None:
    guest = await client_of(None)
    answer = await guest.post(await link_of(ann, "?kind=reply"), data=ONE_CLICK, headers=FROM_A_MAIL_PROGRAM)
    assert answer.status_code == 204
    assert await refused_by(ann) == {Kind.REPLY}


async def test_one_click_in_a_digest_ends_what_it_gathers(ann: Reader, client_of: ClientOf) -> None:
    await choose(
        ann.id, {Kind.REPLY: Timing.DAILY, Kind.PROMOTED: Timing.DAILY, Kind.ASSIGNED: Timing.WEEKLY}
    )
    guest = await client_of(None)
    answer = await guest.post(
        await link_of(ann, "?timing=daily"), data=ONE_CLICK, headers=FROM_A_MAIL_PROGRAM
    )
    assert answer.status_code == 204
    assert await refused_by(ann) == {Kind.REPLY, Kind.PROMOTED}


@pytest.mark.parametrize("query", ["?kind=reply", "?timing=instant", ""])
async def test_looking_at_the_unsubscribe_page_changes_nothing(
    ann: Reader, client_of: ClientOf, query: str
) -> None:
    guest, link = await client_of(None), await link_of(ann, query)
    page = await guest.get(link)
    assert page.status_code == 200
    assert "person1@example.com gets" in page.text
    assert await refused_by(ann) == set()
    assert (await guest.post(link)).status_code == 303
    after = (await guest.get(link)).text
    assert "does not get this mail any more" in after or "gets no more mail about cases" in after
    assert await refused_by(ann) == ({Kind.REPLY} if "kind" in query else set(Kind))


async def test_a_link_that_was_not_made_by_the_hub_opens_nothing(ann: Reader, client_of: ClientOf) -> None:
    guest, link = await client_of(None), await link_of(ann)
    assert (await guest.get(f"{link}x")).status_code == 404
    assert (await guest.get(f"{link}?kind=spam")).status_code == 422
    await User.filter(id=ann.id).update(active=False)
    assert (await guest.get(link)).status_code == 404


async def test_a_digest_that_is_owed_moves_with_the_choice(ann: Reader) -> None:
    await choose(ann.id, {Kind.REPLY: Timing.WEEKLY})
    [owed] = await Mail.all()
    assert (owed.run_at.isoweekday(), owed.run_at.hour) == (1, 8)
    await choose(ann.id, {}, Hours(digest_hour=17, digest_weekday=5))
    [moved] = await Mail.all()
    assert (moved.run_at.isoweekday(), moved.run_at.hour) == (5, 17)
    await choose(ann.id, {Kind.REPLY: Timing.DAILY})
    # What waited for the week is told at its end all the same.
    assert await Mail.all().count() == 1


async def test_a_person_sees_why_no_mail_comes_and_confirms_the_address(
    ann: Reader, client_of: ClientOf
) -> None:
    client = await client_of(ann)
    assert "came back" not in (await client.get("/settings/mail")).text
    await troubles.stop("person1@example.com", "550 5.1.1 <b>No</b> such user")
    page = (await client.get("/settings/mail")).text
    assert "550 5.1.1 &lt;b&gt;No&lt;/b&gt; such user" in page
    assert (await client.get("/api/v1/me/mail")).json()["stopped"].startswith("550 5.1.1")
    assert (await client.put("/settings/mail/address")).status_code == 303
    assert "came back" not in (await client.get("/settings/mail")).text
    assert await troubles.stopped("person1@example.com") is None


async def test_the_hours_of_a_person_follow_the_time_zone_of_their_profile(ann: Reader) -> None:
    await choose(ann.id, {}, Hours(quiet=(0, 60)))
    await User.filter(id=ann.id).update(timezone="Asia/Tokyo")
    assert (await wishes_of(ann.id)).hours == Hours("Asia/Tokyo", (0, 60))
