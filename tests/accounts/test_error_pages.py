"""The page that people see when something cannot be done."""

import httpx
import pytest
from starlette.applications import Starlette

from hub.accounts import sessions
from tests.conftest import ADDRESS, ClientOf
from tests.factories import Make


async def test_a_missing_page_looks_the_same_to_everybody_and_offers_a_way_on(
    client_of: ClientOf, make: Make
) -> None:
    guest, member = await client_of(None), await client_of(await make.reader())
    for client, way_on in ((guest, 'href="/session/new"'), (member, 'href="/search"')):
        page = await client.get("/nowhere")
        assert page.status_code == 404
        assert "<h1>Nothing here</h1>" in page.text
        assert way_on in page.text
    in_chinese = await guest.get("/nowhere", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert "这里什么都没有" in in_chinese.text
    as_program = await guest.get("/nowhere", headers={"Accept": "application/json"})
    assert as_program.json()["error"]["code"] == "not_found"


async def test_an_ended_session_is_told_with_what_was_kept(client_of: ClientOf) -> None:
    page = await (await client_of(None)).put("/settings", data={"name": "Ann"})
    assert page.status_code == 401
    assert "Your session has ended, and nothing was changed." in page.text


async def test_the_page_needs_no_database(
    app: Starlette, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = await sessions.start(await make.user(), user_agent="test", address="127.0.0.1")

    async def away(_token: str) -> None:
        raise OSError("the database is away")

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        client.cookies.set(sessions.COOKIE, cookie)
        assert (await client.get("/settings")).status_code == 200
        monkeypatch.setattr(sessions, "find", away)
        page = await client.get("/settings")
    assert page.status_code == 500
    assert "Something went wrong" in page.text
    assert "the database is away" not in page.text
    assert "Everything saved before is safe" in page.text


async def test_a_missing_file_below_static_is_an_ordinary_missing_page(client_of: ClientOf) -> None:
    guest = await client_of(None)
    page = await guest.get("/static/nowhere.css")
    assert page.status_code == 404
    assert "Nothing here" in page.text
    assert (await guest.post("/static/nowhere.css")).status_code == 405


@pytest.mark.parametrize(
    "cookie",
    [
        "5",
        "null",
        "x",
        "[" * 9000,
        "%5B%22success%22%5D",
        "%5B%22x%22%2C%22y%22%5D",
        "%7B%7D",
        "%ff",
        "%ed%a0%80",
    ],
)
async def test_whatever_a_notice_cookie_holds_a_page_comes_of_it(client_of: ClientOf, cookie: str) -> None:
    guest = await client_of(None)
    page = await guest.get("/session/new", headers={"Cookie": f"hub_notice={cookie}"})
    assert page.status_code in (200, 303)
    missing = await guest.get("/nowhere", headers={"Cookie": f"hub_notice={cookie}"})
    assert missing.status_code == 404
    shown = await guest.get(
        "/nowhere", headers={"Cookie": "hub_notice=%5B%22success%22%2C%22Well%20done%22%5D"}
    )
    assert "Well done" in shown.text
