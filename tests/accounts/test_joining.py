"""Invitations, new passwords, the first administrator."""

import asyncio
from datetime import timedelta

import pytest

from hub.accounts import invitations, operations, setup
from hub.accounts.links import link_for
from hub.accounts.models import Invitation, PasswordReset, Role, Session, User
from hub.accounts.resets import PER_PERSON
from hub.accounts.setup import TRIES
from hub.audiences.models import Membership
from hub.database import now
from hub.outbox.models import RecordedEvent
from tests.conftest import ClientOf
from tests.factories import Make

NEWCOMER = {"name": "Ben Ode", "password": "a sentence to remember"}
FOUNDER = {"name": "Ann Lee", "email": "ann@example.com", "password": "a sentence to remember"}


async def test_an_invited_person_joins_once_with_the_role_and_groups_they_were_given(
    client_of: ClientOf, make: Make
) -> None:
    admin = await make.reader(role="admin")
    group = await make.group()
    invitation = await invitations.invite(
        admin, email="Ben@Example.com", name="Ben", role="lead", group_ids=[group.id, 999]
    )
    assert await RecordedEvent.filter(type="hub.PersonInvited").count() == 1
    link = link_for("invitation", invitation.uid)
    guest = await client_of(None)
    assert "ben@example.com" in (await guest.get(link)).text

    joined = await guest.post(link, data=NEWCOMER)

    assert joined.status_code == 303
    assert (await guest.get("/settings")).status_code == 200
    ben = await User.get(email="ben@example.com")
    assert (ben.name, ben.role, ben.handle) == ("Ben Ode", Role.LEAD, "ben-ode")
    assert await Membership.filter(user_id=ben.id).values_list("group_id", flat=True) == [group.id]
    other = await client_of(None)
    assert (await other.get(link)).status_code == 410
    assert (await other.post(link, data=NEWCOMER)).status_code == 410
    assert await User.filter(email="ben@example.com").count() == 1


@pytest.mark.parametrize("end", ["expired", "revoked", "replaced", "forged", "for something else"])
async def test_an_invitation_that_ended_lets_nobody_in(client_of: ClientOf, make: Make, end: str) -> None:
    admin = await make.reader(role="admin")
    invitation = await invitations.invite(admin, email="ben@example.com", name="Ben")
    link = link_for("invitation", invitation.uid)
    guest = await client_of(None)
    assert (await guest.get(link)).status_code == 200
    if end == "expired":
        await Invitation.all().update(expires_at=now() - timedelta(seconds=1))
    elif end == "revoked":
        await invitations.revoke(admin, invitation)
    elif end == "replaced":
        await invitations.invite(admin, email="ben@example.com", name="Ben")
    elif end == "forged":
        link = link[:-2] + ("AA" if link[-2:] != "AA" else "BB")
    else:
        link = link_for("password-reset", invitation.uid).replace("password-resets", "invitations")
    assert (await guest.get(link)).status_code in (404, 410)
    assert (await guest.post(link, data=NEWCOMER)).status_code in (404, 410)
    assert not await User.exists(email="ben@example.com")


@pytest.mark.parametrize(("chosen", "locale"), [({}, "zh"), ({"hub_locale": "en"}, "en")])
async def test_an_invited_person_keeps_the_language_of_the_page_they_joined_on(
    client_of: ClientOf, make: Make, chosen: dict[str, str], locale: str
) -> None:
    invitation = await invitations.invite(None, email="ben@example.com", name="Ben", locale="zh")
    link = link_for("invitation", invitation.uid)
    guest = await client_of(None)
    guest.cookies.update(chosen)
    assert f'<html lang="{locale}' in (await guest.get(link)).text

    await guest.post(link, data=NEWCOMER)

    assert (await User.get(email="ben@example.com")).locale == locale


async def test_two_who_open_one_invitation_at_once_make_one_account(client_of: ClientOf, make: Make) -> None:
    invitation = await invitations.invite(None, email="ben@example.com", name="Ben")
    link = link_for("invitation", invitation.uid)
    guests = [await client_of(None) for _guest in range(3)]
    answers = await asyncio.gather(*(guest.post(link, data=NEWCOMER) for guest in guests))
    assert sorted(answer.status_code for answer in answers) == [303, 410, 410]
    assert await User.filter(email="ben@example.com").count() == 1


@pytest.mark.parametrize("password", ["", "short", "x" * 1001, "ben@example.com", "Ben Oderson"])
async def test_a_poor_password_is_refused_beside_its_field_and_the_link_still_works(
    client_of: ClientOf, password: str
) -> None:
    invitation = await invitations.invite(None, email="ben@example.com", name="Ben")
    link = link_for("invitation", invitation.uid)
    guest = await client_of(None)
    refused = await guest.post(link, data={"name": "Ben Oderson", "password": password})
    assert refused.status_code == 422
    assert 'id="field-password-error"' in refused.text
    assert 'value="Ben Oderson"' in refused.text
    assert (await guest.post(link, data=NEWCOMER)).status_code == 303


async def test_a_password_link_works_once_and_signs_every_browser_out(
    client_of: ClientOf, make: Make
) -> None:
    reader = await make.reader()
    browser, guest = await client_of(reader), await client_of(None)
    assert (await browser.get("/settings")).status_code == 200
    asked = await guest.post("/password-resets", data={"email": (reader.email or "").upper()})
    assert asked.headers["location"] == "/password-resets/sent"
    reset = await PasswordReset.get()
    assert await RecordedEvent.filter(type="hub.PasswordResetRequested").count() == 1
    link = link_for("password-reset", reset.uid)
    assert (await guest.get(link)).status_code == 200

    assert (await guest.post(link, data={"password": "short"})).status_code == 422
    assert (await guest.post(link, data={"password": "a new sentence"})).status_code == 303

    assert (await browser.get("/settings")).status_code == 303
    assert not await Session.exists()
    assert (await guest.post(link, data={"password": "yet another one"})).status_code == 410
    signed_in = await guest.post("/session", data={"email": reader.email or "", "password": "a new sentence"})
    assert signed_in.status_code == 303


async def test_a_password_link_expires_and_a_newer_one_replaces_it(client_of: ClientOf, make: Make) -> None:
    user = await make.user()
    guest = await client_of(None)
    await guest.post("/password-resets", data={"email": user.email or ""})
    first = link_for("password-reset", (await PasswordReset.get()).uid)
    assert (await guest.get(first)).status_code == 200
    await guest.post("/password-resets", data={"email": user.email or ""})
    second = link_for("password-reset", (await PasswordReset.get()).uid)
    assert (await guest.get(first)).status_code == 410
    assert (await guest.get(second)).status_code == 200
    await PasswordReset.all().update(expires_at=now() - timedelta(seconds=1))
    assert (await guest.post(second, data={"password": "a new sentence"})).status_code == 410


async def test_asking_for_a_link_tells_nothing_about_the_address(client_of: ClientOf, make: Make) -> None:
    user = await make.user()
    placeholder = await operations.ensure_placeholder("Old Author")
    assert placeholder.email is None
    guest = await client_of(None)
    for email in (user.email or "", "nobody@example.com", "", "\x00"):
        answer = await guest.post("/password-resets", data={"email": email})
        assert (answer.status_code, answer.headers["location"]) == (303, "/password-resets/sent")
    assert await PasswordReset.all().count() == 1
    for _try in range(PER_PERSON.tries - 1):
        await guest.post("/password-resets", data={"email": user.email or ""})
    assert (await guest.post("/password-resets", data={"email": user.email or ""})).status_code == 429


async def test_the_first_visit_leads_to_set_up_and_the_code_makes_one_administrator(
    client_of: ClientOf,
) -> None:
    guest = await client_of(None)
    assert (await guest.get("/session/new")).headers["location"] == "/setup"
    assert (await guest.get("/setup")).status_code == 200
    wrong = await guest.post("/setup", data=FOUNDER | {"code": "aaaaa-aaaaa-aaaaa-aaaaa"})
    assert wrong.status_code == 422
    assert not await User.exists()

    right = await guest.post("/setup", data=FOUNDER | {"code": f" {setup.code().upper()} "})

    assert right.status_code == 303
    assert (await guest.get("/admin/people")).status_code == 200
    assert not await setup.is_open()
    for client in (guest, await client_of(None)):
        assert (await client.get("/setup")).status_code == 404
        again = await client.post("/setup", data=FOUNDER | {"code": setup.code(), "email": "eve@example.com"})
        assert again.status_code == 404
    assert await User.all().count() == 1


async def test_set_up_stays_closed_when_the_administrator_came_from_elsewhere(
    client_of: ClientOf, make: Make
) -> None:
    assert await setup.is_open()
    await make.user(role="lead")
    assert await setup.is_open()
    await make.user(role="admin")
    assert not await setup.is_open()
    assert (await (await client_of(None)).get("/setup")).status_code == 404


async def test_two_founders_at_once_make_one_administrator(client_of: ClientOf) -> None:
    guests = [await client_of(None) for _guest in range(3)]
    answers = await asyncio.gather(
        *(
            guest.post(
                "/setup", data=FOUNDER | {"code": setup.code(), "email": f"founder{number}@example.com"}
            )
            for number, guest in enumerate(guests)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [303, 404, 404]
    assert await User.filter(role=Role.ADMIN).count() == 1


async def test_the_code_cannot_be_guessed_on_and_on(client_of: ClientOf) -> None:
    guest = await client_of(None)
    for _try in range(TRIES.tries):
        assert (await guest.post("/setup", data=FOUNDER | {"code": "wrong"})).status_code == 422
    assert (await guest.post("/setup", data=FOUNDER | {"code": setup.code()})).status_code == 429
