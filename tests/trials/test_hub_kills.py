"""A whole hub is killed at random moments while several people post, alone and together with its servers."""

import asyncio
import os
import random
import signal
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from tests.site import Site
from tests.trials.people import owes_nothing, person, rows_of, until

pytestmark = [pytest.mark.trial, pytest.mark.pure]

KILLS = 18
WRITERS = 4
# Seconds. The mail that a killed hub was sending is tried again after three minutes.
PATIENCE = 300


@dataclass
class Written:
    """What the hub has acknowledged: ids by uid."""

    threads: dict[UUID, int] = field(default_factory=dict)
    replies: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    writers: dict[UUID, httpx.AsyncClient] = field(default_factory=dict)
    repeated: int = 0


async def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    written = Written()
    pids: list[tuple[str, bool, bool]] = []
    with Site(tmp_path) as site:
        async with AsyncExitStack() as stack:
            writers = [
                await stack.enter_async_context(person(site, f"Writer{number}")) for number in range(WRITERS)
            ]
            over = asyncio.Event()
            async with asyncio.TaskGroup() as tasks:
                for writer in writers:
                    tasks.create_task(_write(writer, written, over))
                for number in range(KILLS):
                    await asyncio.sleep(random.uniform(0.2, 2.5))  # the moment of the kill
                    pids.append(await asyncio.to_thread(_kill, site, number))
                over.set()
            waited = await until(lambda: owes_nothing(site), PATIENCE, "every delivery is done")
            print(
                f"\n{KILLS} kills; {len(written.threads)} threads and {len(written.replies)} replies acknowledged,"
                f" {written.repeated} requests sent again; all delivered after {waited:.1f} s"
            )
            print("server adopted:", sum(1 for _how, same, _engine in pids if same), "of", len(pids))
            await _check(site, writers[0], written)


def _kill(site: Site, number: int) -> tuple[str, bool, bool]:
    """Kill the hub; every third time its engine with it, every third time its database."""
    database, engine = site.database_pid, site.engine_pid
    assert database
    assert engine
    how = ("hub", "hub and engine", "hub and database")[number % 3]
    site.kill()
    if how == "hub and engine":
        os.kill(engine, signal.SIGKILL)
    if how == "hub and database":
        os.kill(database, signal.SIGKILL)
    site.start()
    adopted = site.database_pid == database
    assert adopted == (how != "hub and database"), how
    if how == "hub":
        assert site.engine_pid == engine
    return how, adopted, site.engine_pid == engine


async def _write(writer: httpx.AsyncClient, written: Written, over: asyncio.Event) -> None:
    """Ask and reply until it is over; what got no answer is sent again under the same uid."""
    while not over.is_set():
        uid = uuid4()
        case = {"uid": str(uid), "title": f"Case {uid}", "body": f"Body {uid}"}
        made = await _acknowledged(writer, "/api/v1/threads", case, written)
        written.threads[uid] = made["id"]
        written.writers[uid] = writer
        for thread in random.sample(list(written.threads.values()), k=min(3, len(written.threads))):
            uid = uuid4()
            reply = {"uid": str(uid), "body": f"Reply {uid}"}
            made = await _acknowledged(writer, f"/api/v1/threads/{thread}/replies", reply, written)
            written.replies[uid] = (thread, made["id"])


async def _acknowledged(
    writer: httpx.AsyncClient, path: str, body: dict[str, str], written: Written
) -> dict[str, int]:
    while True:
        try:
            answer = await writer.post(path, json=body)
        except httpx.TransportError:
            written.repeated += 1
            await asyncio.sleep(0.05)  # the hub is down
            continue
        assert answer.status_code == 201, answer.text
        made: dict[str, int] = answer.json()
        return made


async def _check(site: Site, reader: httpx.AsyncClient, written: Written) -> None:
    async with rows_of(site) as rows:
        threads = {row["uid"]: row["id"] for row in await rows.fetch("SELECT uid, id FROM thread")}
        assert threads == written.threads
        posts = await rows.fetch("SELECT uid, thread_id, id, number FROM post ORDER BY thread_id, number")
        replies = {row["uid"]: (row["thread_id"], row["id"]) for row in posts if row["number"] > 1}
        assert replies == written.replies
        numbers: dict[int, list[int]] = {}
        for row in posts:
            numbers.setdefault(row["thread_id"], []).append(row["number"])
        assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
        told = await rows.fetch("SELECT count(*) AS lines FROM notification GROUP BY user_id, event_id")
        assert {row["lines"] for row in told} == {1}
        lacking = await rows.fetchval(_UNTOLD)
        assert lacking == 0, f"{lacking} watchers were not told of a reply"
        assert await rows.fetchval("SELECT count(*) FROM delivery") == 0
    for uid, id_ in random.sample(list(written.threads.items()), k=20):
        found = (await reader.get("/api/v1/search", params={"q": str(uid), "limit": 5})).json()
        assert found["engine"] == "meilisearch"
        assert id_ in [hit["id"] for hit in found["hits"]]
        case = {"uid": str(uid), "title": f"Case {uid}", "body": f"Body {uid}"}
        again = await written.writers[uid].post("/api/v1/threads", json=case)
        assert (again.status_code, again.json()["id"]) == (201, id_)


# Askers who are owed a line for a reply of somebody else and have none.
_UNTOLD = """
SELECT count(*) FROM post JOIN thread ON thread.id = post.thread_id
WHERE post.number > 1 AND post.author_id <> thread.author_id AND NOT EXISTS (
    SELECT 1 FROM notification WHERE notification.post_id = post.id AND notification.user_id = thread.author_id
)
"""
