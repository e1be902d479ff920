from collections.abc import AsyncIterator

import httpx
import pytest

from hub.accounts.models import Session
from hub.identity import Reader
from tests.conftest import ClientOf
from tests.factories import Make

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://hub.test"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
]
OWN = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://hub.test"},
    {},
]


async def sign_out(client_of: ClientOf, reader: Reader, headers: dict[str, str]) -> httpx.Response:
    client = await client_of(reader)
    del client.headers["Sec-Fetch-Site"]
    return await client.delete("/session", headers=headers)


@pytest.mark.parametrize("headers", FOREIGN)
async def test_a_form_from_another_site_is_refused(
    client_of: ClientOf, make: Make, headers: dict[str, str]
) -> None:
    reader = await make.reader()
    response = await sign_out(client_of, reader, headers)
    assert response.status_code == 403
    assert await Session.filter(user_id=reader.id).count() == 1


@pytest.mark.parametrize("headers", OWN)
async def test_our_own_forms_and_programs_pass(
    client_of: ClientOf, make: Make, headers: dict[str, str]
) -> None:
    reader = await make.reader()
    response = await sign_out(client_of, reader, headers)
    assert response.status_code == 303
    assert await Session.filter(user_id=reader.id).count() == 0


async def test_every_answer_carries_the_security_headers(client_of: ClientOf) -> None:
    client = await client_of(None)
    for path in ("/session/new", "/nowhere", "/healthz", "/static/css/tokens.css"):
        headers = (await client.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


async def test_an_oversized_body_is_refused_whether_announced_or_streamed(
    client_of: ClientOf, make: Make
) -> None:
    client = await client_of(await make.reader())
    huge = b"title=" + b"a" * 10_000_000
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert (await client.post("/threads", content=huge, headers=form)).status_code == 413

    async def stream() -> AsyncIterator[bytes]:
        for _part in range(100):
            yield b"a" * 100_000

    assert (await client.post("/threads", content=stream(), headers=form)).status_code == 413


async def test_an_error_is_a_page_for_people_and_json_for_programs(client_of: ClientOf, make: Make) -> None:
    client = await client_of(await make.reader())
    page = await client.get("/nowhere")
    assert (page.status_code, page.headers["content-type"].split(";")[0]) == (404, "text/html")
    program = await client.get("/api/v1/nowhere")
    assert (program.status_code, program.json()["error"]["code"]) == (404, "not_found")


async def test_no_answer_repeats_the_host_that_a_request_claims(client_of: ClientOf, make: Make) -> None:
    client = await client_of(await make.reader())
    for path in ("/threads/", "/articles/", "/api/v1/threads/", "/session/new/"):
        answer = await client.get(path, headers={"Host": "evil.example"})
        assert answer.status_code == 404
        assert "evil.example" not in answer.text + str(answer.headers)
