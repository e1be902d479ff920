"""Sessions and tokens are looked up once, and end at once."""

from hub.accounts import sessions
from hub.accounts.models import Session, User
from hub.database import now
from tests.conftest import ClientOf
from tests.factories import Make
from tests.statements import counted


async def test_a_known_session_costs_no_statement(make: Make) -> None:
    user = await make.user()
    cookie = await sessions.start(user, user_agent="test", address="127.0.0.1")
    first = await sessions.find(cookie)

    with counted() as statements:
        assert await sessions.find(cookie) == first

    assert statements == []


async def test_a_known_token_costs_no_statement(make: Make) -> None:
    reader = await make.reader()
    _token, secret = await sessions.create_token(reader.id, "script")
    await sessions.find_token(secret)

    with counted() as statements:
        assert await sessions.find_token(secret) is not None

    assert statements == []


async def test_a_known_session_that_was_not_used_for_a_while_is_noted_once(make: Make) -> None:
    user = await make.user()
    cookie = await sessions.start(user, user_agent="test", address="127.0.0.1")
    long_ago = now() - 2 * sessions.SEEN_EVERY
    await Session.all().update(seen_at=long_ago)

    await sessions.find(cookie)
    with counted() as statements:
        await sessions.find(cookie)

    assert statements == []
    assert (await Session.get(user_id=user.id)).seen_at > long_ago
    assert ((await User.get(id=user.id)).seen_at or long_ago) > long_ago


async def test_an_ended_session_is_forgotten(make: Make) -> None:
    user = await make.user()
    cookie = await sessions.start(user, user_agent="test", address="127.0.0.1")
    assert await sessions.find(cookie)

    await sessions.end_all(user.id)

    assert await sessions.find(cookie) is None


async def test_a_page_is_refused_right_after_signing_out(client_of: ClientOf, make: Make) -> None:
    client = await client_of(await make.reader())
    assert (await client.get("/settings")).status_code == 200

    await client.post("/session", data={"_method": "DELETE"})

    assert (await client.get("/settings", follow_redirects=False)).status_code == 303
