"""Signing in and out."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette

from hub.accounts import operations, passwords
from hub.accounts.models import Attempt, Session, User
from hub.accounts.sessions import COOKIE
from hub.accounts.signing_in import PER_ADDRESS, PER_PERSON
from hub.database import now
from tests.conftest import ADDRESS, ClientOf
from tests.factories import Make

PASSWORD = "a sentence to remember"


async def person(email: str = "ann@example.com") -> User:
    return await operations.create_user(None, email=email, name="Ann Lee", password=PASSWORD)


async def sign_in(client: httpx.AsyncClient, email: str, password: str, **fields: str) -> httpx.Response:
    return await client.post("/session", data={"email": email, "password": password, **fields})


def refusal_in(response: httpx.Response) -> str:
    return response.text[response.text.index("banner--danger") :].split("</div>")[0]


async def test_the_right_password_signs_in_and_the_cookie_is_out_of_reach_of_scripts(
    client_of: ClientOf,
) -> None:
    await person()
    client = await client_of(None)

    response = await sign_in(client, " ANN@Example.com ", PASSWORD, next="/settings")

    assert (response.status_code, response.headers["location"]) == (303, "/settings")
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    assert (await client.get("/settings")).status_code == 200


async def test_the_cookie_is_for_https_only_where_the_hub_is(app: Starlette) -> None:
    await person()
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://hub.test") as client:
        assert "secure" in (await sign_in(client, "ann@example.com", PASSWORD)).headers["set-cookie"].lower()


async def test_nobody_learns_whether_a_name_exists(client_of: ClientOf) -> None:
    shut_out = await person("gone@example.com")
    await operations.deactivate(None, shut_out)
    await operations.create_user(None, email="fresh@example.com", name="No password yet")
    await person()
    client = await client_of(None)
    answers = [
        await sign_in(client, "ann@example.com", "wrong password"),
        await sign_in(client, "nobody@example.com", "wrong password"),
        await sign_in(client, "gone@example.com", PASSWORD),
        await sign_in(client, "fresh@example.com", ""),
        await sign_in(client, "no address\x00 at all", "x" * 5000),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({refusal_in(answer) for answer in answers}) == 1


async def test_an_unknown_name_costs_as_much_work_as_a_wrong_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored = await passwords.hash_password(PASSWORD)
    work: list[str] = []

    class Counting:
        def hash(self, _password: str) -> str:
            work.append("argon2")
            return stored

        def verify(self, _stored: str, _password: str) -> bool:
            work.append("argon2")
            return False

    monkeypatch.setattr(passwords, "_hasher", Counting())
    for known in (stored, None):
        work.clear()
        assert not await passwords.verify(known, "wrong password")
        assert work == ["argon2"]


async def test_guessing_one_persons_password_is_slowed_down_and_then_the_right_one_waits_too(
    client_of: ClientOf,
) -> None:
    await person()
    client = await client_of(None)
    for _try in range(PER_PERSON.tries):
        assert (await sign_in(client, "ann@example.com", "wrong password")).status_code == 401
    refused = await sign_in(client, "Ann@example.com", PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= PER_PERSON.seconds

    await Attempt.all().update(at=now() - timedelta(seconds=PER_PERSON.seconds + 1))
    assert (await sign_in(client, "ann@example.com", PASSWORD)).status_code == 303


async def test_guessing_for_a_name_that_nobody_has_is_slowed_down_alike(client_of: ClientOf) -> None:
    client = await client_of(None)
    answers = [await sign_in(client, "nobody@example.com", "wrong") for _try in range(PER_PERSON.tries + 1)]
    assert [answer.status_code for answer in answers] == [401] * PER_PERSON.tries + [429]


async def test_many_guesses_at_once_do_not_slip_through(client_of: ClientOf) -> None:
    await person()
    client = await client_of(None)
    answers = await asyncio.gather(
        *(sign_in(client, "ann@example.com", "wrong password") for _try in range(PER_PERSON.tries * 3))
    )
    assert sum(answer.status_code == 401 for answer in answers) <= PER_PERSON.tries


async def test_an_attacker_elsewhere_does_not_lock_a_person_out(app: Starlette, client_of: ClientOf) -> None:
    await person()
    transport = httpx.ASGITransport(app, client=("203.0.113.9", 1))
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as attacker:
        for _try in range(PER_PERSON.tries + 1):
            last = await sign_in(attacker, "ann@example.com", "wrong password")
    assert last.status_code == 429
    assert (await sign_in(await client_of(None), "ann@example.com", PASSWORD)).status_code == 303


async def test_one_address_cannot_try_many_names(client_of: ClientOf) -> None:
    client = await client_of(None)
    await Attempt.bulk_create(
        [Attempt(key=PER_ADDRESS.key("127.0.0.1")) for _try in range(PER_ADDRESS.tries)]
    )
    assert (await sign_in(client, "another@example.com", "wrong")).status_code == 429


async def test_signing_in_forgets_earlier_mistakes(client_of: ClientOf) -> None:
    await person()
    client = await client_of(None)
    for _try in range(PER_PERSON.tries - 1):
        await sign_in(client, "ann@example.com", "wrong password")
    assert (await sign_in(client, "ann@example.com", PASSWORD)).status_code == 303
    assert (await sign_in(client, "ann@example.com", "wrong password")).status_code == 401


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\tevil",
        "javascript:alert(1)",
        "evil.example",
        "",
        "/\n/evil.example",
    ],
)
async def test_no_link_leads_elsewhere_after_signing_in(client_of: ClientOf, target: str) -> None:
    await person()
    client = await client_of(None)
    assert (await sign_in(client, "ann@example.com", PASSWORD, next=target)).headers["location"] == "/"
    # Signed in already: the page forwards, and only to our own pages.
    shown = await client.get("/session/new", params={"next": target})
    assert (shown.status_code, shown.headers["location"]) == (303, "/")


async def test_signing_in_again_ends_the_session_that_was_in_the_browser(client_of: ClientOf) -> None:
    await person()
    client = await client_of(None)
    await sign_in(client, "ann@example.com", PASSWORD)
    first = client.cookies[COOKIE]
    await sign_in(client, "ann@example.com", PASSWORD)
    assert client.cookies[COOKIE] != first
    assert await Session.all().count() == 1


async def test_signing_out_ends_the_session_on_the_server(client_of: ClientOf, make: Make) -> None:
    client = await client_of(await make.reader())
    cookie = client.cookies[COOKIE]
    assert (await client.get("/settings")).status_code == 200

    response = await client.delete("/session")

    assert response.status_code == 303
    assert response.headers["clear-site-data"] == '"cache"'
    client.cookies.set(COOKIE, cookie)
    assert (await client.get("/settings")).headers["location"].startswith("/session/new")


async def test_a_form_signs_out_with_its_hidden_method(client_of: ClientOf, make: Make) -> None:
    client = await client_of(await make.reader())
    assert (await client.post("/session", data={"_method": "DELETE"})).headers["location"] == "/session/new"
    assert not await Session.exists()


async def test_a_password_hashed_with_weaker_parameters_is_hashed_anew(client_of: ClientOf) -> None:
    user = await person()
    weaker = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    await User.filter(id=user.id).update(password_hash=weaker)

    assert (await sign_in(await client_of(None), "ann@example.com", PASSWORD)).status_code == 303

    stored = (await User.get(id=user.id)).password_hash
    assert stored
    assert stored != weaker
    assert not passwords.is_outdated(stored)
    assert await passwords.verify(stored, PASSWORD)
