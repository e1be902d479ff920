"""The search engine dies or hangs while people search: they are answered at once, and nothing is lost."""

import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.site import Site
from tests.trials.people import person, until

pytestmark = pytest.mark.pure

AT_ONCE = 4.0  # seconds: the limits to connect and to answer, and a slow machine
FOUND_AGAIN = 10.0  # seconds after the engine's return


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("engine")) as site:
        yield site


@pytest.fixture(scope="module")
async def ann(hub: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with person(hub, "Ann") as client:
        yield client


async def test_killed_it_is_replaced_and_what_was_posted_meanwhile_is_found(
    hub: Site, ann: httpx.AsyncClient
) -> None:
    await _post(ann, "Zebrawood before")
    await until(lambda: _found(ann, "Zebrawood", "meilisearch"), 20, "the engine finds the first case")
    killed = hub.engine_pid
    assert killed
    os.kill(killed, signal.SIGKILL)
    began = time.monotonic()
    meanwhile = await _search(ann, "Zebrawood")
    took = time.monotonic() - began
    assert (meanwhile["engine"], meanwhile["total"]) == ("database", 1)
    assert took < AT_ONCE
    await _post(ann, "Quokkafelt meanwhile")
    away = await until(lambda: _asks_engine(ann), 30, "the engine is asked again")
    found = await until(lambda: _found(ann, "Quokkafelt", "meilisearch"), FOUND_AGAIN, "it finds the case")
    assert hub.engine_pid not in (None, killed)
    print(
        f"\nfallback after {took:.2f} s, engine back after {away:.1f} s, new case found {found:.1f} s later"
    )


@pytest.mark.trial
async def test_hanging_it_delays_nobody_twice(hub: Site, ann: httpx.AsyncClient) -> None:
    await _post(ann, "Hangword before")
    await until(lambda: _found(ann, "Hangword", "meilisearch"), 20, "the engine finds the first case")
    engine = hub.engine_pid
    assert engine
    os.kill(engine, signal.SIGSTOP)
    try:
        times = []
        for _number in range(5):
            began = time.monotonic()
            answer = await _search(ann, "Hangword")
            times.append(round(time.monotonic() - began, 2))
            assert (answer["engine"], answer["total"]) == ("database", 1)
        page = await ann.get("/search", params={"q": "Hangword"})
        assert "Hangword before" in page.text.replace("<mark>", "").replace("</mark>", "")
        await _post(ann, "Stillword meanwhile")
    finally:
        os.kill(engine, signal.SIGCONT)
    assert max(times) < AT_ONCE
    assert sorted(times)[1] < 1, "only one search waits for the engine"
    found = await until(lambda: _found(ann, "Stillword", "meilisearch"), FOUND_AGAIN, "the engine finds it")
    print(f"\nanswers while it hung after {times} s; new case found {found:.1f} s after it went on")


@pytest.mark.trial
async def test_started_anew_without_its_files_it_is_filled_again(hub: Site, ann: httpx.AsyncClient) -> None:
    await _post(ann, "Lostword before")
    await until(lambda: _found(ann, "Lostword", "meilisearch"), 20, "the engine finds the case")
    engine = hub.engine_pid
    assert engine
    database = hub.folder / "meilisearch" / "data.ms"
    assert database.is_dir()
    database.rename(_lost(database))
    os.kill(engine, signal.SIGKILL)
    assert (await _search(ann, "Lostword"))["total"] == 1
    found = await until(lambda: _found(ann, "Lostword", "meilisearch"), 40, "the fresh index has it")
    print(f"\nfilled again and found after {found:.1f} s")


def _lost(path: Path) -> Path:
    return path.with_name("lost")


async def _post(client: httpx.AsyncClient, title: str) -> None:
    answer = await client.post("/api/v1/threads", json={"title": title, "body": "x"})
    assert answer.status_code == 201, answer.text


async def _search(client: httpx.AsyncClient, q: str) -> dict[str, Any]:
    answer = await client.get("/api/v1/search", params={"q": q})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def _found(client: httpx.AsyncClient, q: str, engine: str) -> bool:
    answer = await _search(client, q)
    return bool(answer["engine"] == engine and answer["total"] == 1)


async def _asks_engine(client: httpx.AsyncClient) -> bool:
    return bool((await _search(client, "Zebrawood"))["engine"] == "meilisearch")
