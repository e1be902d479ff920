"""The engine as an event loop sees it: quick to notice that it is away."""

import asyncio
import socket
import time
from collections.abc import Iterator

import pytest

from hub.embedded import EmbeddedMeilisearch
from search import engine as module
from search.engine import Engine, EngineAway, EngineRefused

pytestmark = pytest.mark.pure


@pytest.fixture
def engine(engine_server: EmbeddedMeilisearch) -> Iterator[Engine]:
    opened = Engine(engine_server.url, engine_server.key)
    yield opened
    opened.close()


async def test_a_write_can_be_found_when_it_is_finished(engine: Engine) -> None:
    await engine.create("trial", {"searchableAttributes": ["word"]})
    await engine.finished(await engine.add("trial", [{"id": "a", "word": "ribbon"}]))
    [found] = await engine.search([{"indexUid": "trial", "q": "ribbon"}])
    assert [hit["id"] for hit in found["hits"]] == ["a"]
    assert await engine.document("trial", "a") == {"id": "a", "word": "ribbon"}
    assert await engine.document("trial", "b") is None
    await engine.finished(await engine.drop("trial"))
    assert "trial" not in await engine.indexes()


async def test_a_task_that_fails_is_refused_with_its_reason(engine: Engine) -> None:
    task = await engine.drop("never-there")
    with pytest.raises(EngineRefused, match="not found"):
        await engine.finished(task)


async def test_a_wrong_question_is_refused_and_does_not_count_as_away(engine: Engine) -> None:
    with pytest.raises(EngineRefused):
        await engine.search([{"indexUid": "never-there", "q": ""}])
    await engine.healthy()


async def test_many_searches_at_once_share_few_connections(engine: Engine) -> None:
    await asyncio.gather(*(engine.healthy() for _ in range(50)))


async def test_without_an_address_it_is_away() -> None:
    engine = Engine("", "")
    with pytest.raises(EngineAway):
        await engine.healthy()
    engine.close()


async def test_a_wrong_key_is_an_engine_away(engine_server: EmbeddedMeilisearch) -> None:
    engine = Engine(engine_server.url, "wrong")
    with pytest.raises(EngineAway):
        await engine.healthy()
    engine.close()


async def test_a_dead_engine_is_noticed_at_once_and_asked_again_after_a_rest(
    engine_server: EmbeddedMeilisearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        engine = Engine(f"http://127.0.0.1:{unused.getsockname()[1]}", "")
        with pytest.raises(EngineAway, match="refused"):
            await engine.healthy()
        with pytest.raises(EngineAway, match="a moment ago"):
            await engine.healthy()
        monkeypatch.setattr(time, "monotonic", lambda now=time.monotonic: now() + module._REST_SECONDS)
        with pytest.raises(EngineAway, match="refused"):
            await engine.healthy()
    engine.close()


async def test_a_hanging_engine_is_waited_for_by_one_reader_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_READ_SECONDS", (0.2, 0.2))
    monkeypatch.setattr(module, "_REST_SECONDS", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = Engine(f"http://127.0.0.1:{silent.getsockname()[1]}", "")
        with pytest.raises(EngineAway, match="timed out"):
            await engine.healthy()
        outcomes = await asyncio.gather(*(engine.healthy() for _ in range(20)), return_exceptions=True)
        reasons = [str(outcome) for outcome in outcomes]
        assert sum("timed out" in reason for reason in reasons) == 1
        assert sum("a moment ago" in reason for reason in reasons) == 19
        engine.close()


async def test_a_request_without_content_sends_none() -> None:
    """An unread body makes the next request on the connection hang now and then."""
    requests: list[bytes] = []
    body = (
        b'{"taskUid":1,"indexUid":"x","status":"enqueued","type":"t","enqueuedAt":"2026-01-01T00:00:00.0Z"}'
    )

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append(await reader.read(10_000))
        writer.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    engine = Engine(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", "key")
    assert await engine.drop("x") == 1
    engine.close()
    server.close()
    [request] = requests
    assert request.startswith(b"DELETE /indexes/x")
    assert request.endswith(b"\r\n\r\n")
