"""The embedded database dies under a running hub, which starts it again and goes on."""

import os
import signal
import time
from pathlib import Path

import httpx
import pytest

from tests.site import Site
from tests.trials.people import owes_nothing, person, rows_of, until

pytestmark = [pytest.mark.trial, pytest.mark.pure]

BACK = 30.0  # seconds, recovery included


async def test_killed_it_comes_back_and_everything_acknowledged_is_there(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        async with person(site, "Ann") as ann:
            kept: set[int] = set()
            for number in range(3):
                kept |= {await _post(ann, f"Before {number}.{again}") for again in range(10)}
                pid = site.database_pid
                assert pid
                os.kill(pid, signal.SIGKILL)
                began = time.monotonic()
                refused = (await ann.get("/api/v1/threads")).status_code
                away = await until(lambda: _answers(ann), BACK, "pages are served again")
                print(
                    f"\nkill {number}: answered {refused} meanwhile; back after {away:.1f} s,"
                    f" {time.monotonic() - began:.1f} s in all"
                )
                assert site.database_pid not in (None, pid)
                kept.add(await _post(ann, f"Zebrawood {number}"))
                await until(lambda: owes_nothing(site), 60, "every delivery is done")
            found = (await ann.get("/api/v1/search", params={"q": "Zebrawood"})).json()
            assert (found["engine"], found["total"]) == ("meilisearch", 3)
            async with rows_of(site) as rows:
                assert {row["id"] for row in await rows.fetch("SELECT id FROM thread")} >= kept
                await rows.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                )
            # Only the connections are gone now.
            back = await until(lambda: _answers(ann), BACK, "pages are served again")
            print(f"after all connections were cut: back after {back:.2f} s")
            kept.add(await _post(ann, "Last of all"))
            await until(lambda: owes_nothing(site), 60, "every delivery is done")


async def _post(client: httpx.AsyncClient, title: str) -> int:
    answer = await client.post("/api/v1/threads", json={"title": title, "body": "x"})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


async def _answers(client: httpx.AsyncClient) -> bool:
    """A server of ASGI closes the connection behind a fault, so the next request may find it closed."""
    try:
        return (await client.get("/threads")).status_code == 200
    except httpx.TransportError:
        return False
