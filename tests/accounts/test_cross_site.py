"""Requests that a browser sends from another site change nothing."""

import httpx
import pytest
from starlette.applications import Starlette

from hub.accounts import sessions
from hub.accounts.models import User
from tests.conftest import ADDRESS
from tests.factories import Make

FROM = [
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"}, True),
    ({"Sec-Fetch-Site": "cross-site", "Origin": ADDRESS}, False),
    ({"Origin": ADDRESS}, True),
    ({"Origin": "http://evil.example"}, False),
    ({"Origin": "http://hub.test.evil.example"}, False),
    ({"Origin": "null"}, False),
    ({}, True),
]


@pytest.mark.parametrize(("headers", "accepted"), FROM)
@pytest.mark.parametrize("method", ["PUT", "POST with _method"])
async def test_only_our_own_pages_change_things(
    app: Starlette, make: Make, method: str, headers: dict[str, str], accepted: bool
) -> None:
    user = await make.user()
    cookie = await sessions.start(user, user_agent="test", address="127.0.0.1")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS) as client:
        client.cookies.set(sessions.COOKIE, cookie)
        if method == "PUT":
            answer = await client.put("/settings/theme", data={"theme": "dark"}, headers=headers)
        else:
            sent = {"theme": "dark", "_method": "PUT"}
            answer = await client.post("/settings/theme", data=sent, headers=headers)
    assert answer.status_code == (303 if accepted else 403)
    assert ((await User.get(id=user.id)).theme == "dark") is accepted


@pytest.mark.parametrize(("headers", "accepted"), FROM)
async def test_nobody_is_signed_in_from_another_site(
    app: Starlette, headers: dict[str, str], accepted: bool
) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS) as client:
        sent = {"email": "ann@example.com", "password": "wrong"}
        assert (await client.post("/session", data=sent, headers=headers)).status_code == (
            401 if accepted else 403
        )


async def test_a_token_needs_no_origin_and_a_made_up_one_opens_no_door_for_a_cookie(
    app: Starlette, make: Make
) -> None:
    user = await make.user()
    _token, secret = await sessions.create_token(user.id, "script")
    cookie = await sessions.start(user, user_agent="test", address="127.0.0.1")
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS) as client:
        with_token = foreign | {"Authorization": f"Bearer {secret}"}
        changed = await client.patch("/api/v1/me", json={"theme": "dark"}, headers=with_token)
        assert changed.status_code == 200
        client.cookies.set(sessions.COOKIE, cookie)
        made_up = foreign | {"Authorization": "Bearer made-up"}
        refused = await client.patch("/api/v1/me", json={"theme": "light"}, headers=made_up)
        assert refused.status_code == 401
    assert (await User.get(id=user.id)).theme == "dark"
