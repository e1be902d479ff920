"""What an operator sees: request ids, log lines, metrics, readiness."""

import io
import json
import logging
import re
from collections.abc import Iterator

import asyncpg
import httpx
import pytest
from starlette.applications import Starlette

from hub.accounts import sessions
from hub.database import connection, is_away, may_be_ours
from hub.monitoring import metrics
from hub.monitoring.logs import formatter, mark_with_request
from hub.monitoring.metrics import exposition, on_scrape
from hub.outbox import measuring
from hub.outbox.bus import Bus
from hub.web import health
from tests.conftest import ADDRESS, ClientOf
from tests.factories import Make


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the hub logs about requests, as JSON."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(mark_with_request)
    handler.setFormatter(formatter("json"))
    logger = logging.getLogger("hub.requests")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


async def test_a_sane_request_id_is_kept_and_any_other_replaced(client_of: ClientOf) -> None:
    client = await client_of(None)
    sane = await client.get("/session/new", headers={"X-Request-ID": "from-proxy.7_x"})
    assert sane.headers["x-request-id"] == "from-proxy.7_x"
    for forged in ("short", "x" * 65, 'a"} {"level": "ERROR', "ünïcödé-id", ""):
        answer = await client.get("/session/new", headers=[(b"X-Request-ID", forged.encode())])
        assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"]), forged


async def test_a_change_is_logged_with_its_route_and_reader_but_nothing_that_was_sent(
    client_of: ClientOf, make: Make, lines: io.StringIO
) -> None:
    reader = await make.reader()
    client = await client_of(reader)
    answer = await client.put(
        "/settings", data={"name": "Secret Name"}, headers={"Accept": "application/json"}
    )
    [line] = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert (line["method"], line["route"], line["status"]) == ("PUT", "/settings", answer.status_code)
    assert line["user_id"] == reader.id
    assert line["duration_ms"] > 0
    assert line["request_id"] == answer.headers["x-request-id"]
    assert "Secret" not in lines.getvalue()


async def test_reading_is_not_logged_and_an_address_with_a_secret_only_by_its_template(
    client_of: ClientOf, lines: io.StringIO
) -> None:
    client = await client_of(None)
    assert (await client.get("/healthz")).status_code == 200
    assert lines.getvalue() == ""
    await client.get("/password-resets/a-secret-token")
    assert lines.getvalue()
    assert "a-secret-token" not in lines.getvalue()


async def test_requests_are_measured_by_the_template_of_their_route(client_of: ClientOf, make: Make) -> None:
    client = await client_of(await make.reader())
    await client.get("/threads/1")
    await client.request("BREW", "/threads/1")
    text = (await exposition()).decode()
    assert re.search(
        r'hub_request_seconds_count\{method="GET",route="/threads/\{id:int\}[^"]*",status="4xx"\} [1-9]', text
    )
    assert 'method="other"' in text
    assert "BREW" not in text


async def test_the_outbox_is_measured_for_every_consumer_and_blank_while_it_cannot_be_read(
    client_of: ClientOf, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    measuring.measure(Bus())
    await make.thread(await make.reader())
    assert 'hub_outbox_owed{consumer="search"} 1.0' in (await exposition()).decode()

    async def away() -> None:
        raise ConnectionRefusedError

    gauges = metrics._reads["the outbox"][1]
    monkeypatch.setattr(metrics, "_reads", {})
    on_scrape("the outbox", away, *gauges)
    assert "hub_outbox_owed{" not in (await exposition()).decode()


async def test_without_the_database_a_page_says_so_in_the_readers_language_and_when_to_come_back(
    app: Starlette, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = await sessions.start(await make.user(), user_agent="test", address="127.0.0.1")

    async def away(_token: str) -> None:
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr(sessions, "find", away)
    monkeypatch.setattr(sessions, "find_token", away)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS) as client:
        client.cookies.set(sessions.COOKIE, cookie)
        page = await client.get("/threads", headers={"Accept-Language": "zh"})
        client.cookies.clear()
        answer = await client.get("/api/v1/threads", headers={"Authorization": "Bearer x"})
    assert page.status_code == answer.status_code == 503
    assert page.headers["retry-after"] == answer.headers["retry-after"] == "5"
    assert "目前无法连接数据库" in page.text
    assert page.headers["x-request-id"] in page.text
    error = answer.json()["error"]
    assert (error["code"], error["request_id"]) == ("database_away", answer.headers["x-request-id"])


async def test_a_fault_of_ours_is_not_blamed_on_the_database(client_of: ClientOf) -> None:
    with pytest.raises(Exception, match="no_such_table") as fault:
        await connection().execute_query("SELECT 1 FROM no_such_table")
    assert not is_away(fault.value)
    assert not is_away(OSError("the disk is full"))
    assert not is_away(FileNotFoundError(2, "No such file", "/data/files/7"))
    assert is_away(FileNotFoundError(2, "No such file or directory"))
    assert is_away(asyncpg.CannotConnectNowError("starting up"))
    assert is_away(asyncpg.InterfaceError("connection is closed"))


def test_what_might_be_a_fault_of_ours_is_logged_with_its_place() -> None:
    doubtful = TimeoutError(), asyncpg.InterfaceError("x"), asyncpg.InternalClientError("x")
    assert all(is_away(error) and may_be_ours(error) for error in doubtful)
    certain = ConnectionRefusedError(), asyncpg.CannotConnectNowError("starting up")
    assert not any(may_be_ours(error) for error in certain)


async def test_a_stopping_process_is_not_ready_but_still_healthy(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_stopping", [])
    client = await client_of(None)
    assert (await client.get("/readyz")).json() == {"status": "ready"}
    health.stopping()
    assert (await client.get("/readyz")).status_code == 503
    assert (await client.get("/healthz")).status_code == 200
