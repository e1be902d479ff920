"""The worker is killed again and again while people post: everything is indexed, told and mailed all the same."""

import asyncio
import random
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import httpx
import pytest

from hub.embedded import start_meilisearch
from tests.notifications.mailing import MailServer, mail_server
from tests.site import Site
from tests.trials.people import owes_nothing, person, rows_of, until

pytestmark = pytest.mark.pure

# A killed worker's claims, events and mail alike, come free after 15 s.
LONGEST_LEASE = 60

_CLAIMED = (
    "SELECT EXISTS (SELECT 1 FROM delivery WHERE lease_until > $1::timestamptz + interval '14 seconds')"
)


@pytest.mark.trial
async def test_a_hundred_kills_during_five_hundred_replies_lose_and_double_nothing(tmp_path: Path) -> None:
    await outlive(tmp_path, kills=100, replies=500)


async def test_five_kills_during_thirty_replies_lose_and_double_nothing(tmp_path: Path) -> None:
    await outlive(tmp_path, kills=5, replies=30)


async def outlive(folder: Path, *, kills: int, replies: int) -> None:
    """Post, edit and kill; then let one worker finish, and look at what came of every reply."""
    async with AsyncExitStack() as stack:
        mail = stack.enter_context(mail_server())
        site = Site(folder, serving="web", HUB_SMTP_URL=mail.url)
        assert site.command("migrate").returncode == 0
        stack.enter_context(site)
        ann, bo = await asyncio.gather(
            *(stack.enter_async_context(person(site, name)) for name in ("Ann", "Bo"))
        )
        rows = await stack.enter_async_context(rows_of(site))
        thread = (await ann.post("/api/v1/threads", json={"title": "Kills", "body": "Go on."})).json()["id"]
        last = await _post_while_killing(site, rows, bo, thread, kills=kills, replies=replies)
        worker = site.spawn("worker")
        try:
            waited = await until(lambda: owes_nothing(site), LONGEST_LEASE, "every delivery is done")
        finally:
            worker.terminate()
            worker.wait(30)
        print(f"\n{kills} kills, {replies} replies; all done {waited:.1f} s after the last kill")
        await _check_index(site, last)
        await _check_inbox(rows, last)
        await _check_mail(rows, mail, last)


async def _post_while_killing(
    site: Site, rows: asyncpg.Connection, writer: httpx.AsyncClient, thread: int, *, kills: int, replies: int
) -> dict[int, str]:
    """The last version of every reply, by its id. Each worker is killed soon after it has claimed something."""
    last: dict[int, str] = {}

    async def post(count: int) -> None:
        for _number in range(count):
            body = f"Reply number {len(last)} as first written."
            answer = await writer.post(f"/api/v1/threads/{thread}/replies", json={"body": body})
            assert answer.status_code == 201, answer.text
            last[answer.json()["id"]] = body
        edited = random.choice(list(last))
        body = f"Reply {edited} as edited after {len(last)}."
        answer = await writer.patch(f"/api/v1/posts/{edited}", json={"body": body})
        assert answer.status_code == 200, answer.text
        last[edited] = body

    claimed = 0
    for number in range(kills):
        began = await rows.fetchval("SELECT now()")
        worker = site.spawn("worker")
        try:
            await post(replies // kills)
            claimed += await _claims(rows, began)
            await asyncio.sleep(random.uniform(0, 0.15))  # the moment of the kill
        finally:
            worker.kill()
            worker.wait(10)
        assert number or claimed, "No worker ever claimed anything."
    assert len(last) == replies
    assert claimed > 0.8 * kills, claimed
    return last


async def _claims(rows: asyncpg.Connection, since: object) -> bool:
    async def has_claimed() -> bool:
        return bool(await rows.fetchval(_CLAIMED, since))

    return await until(has_claimed, 30, "the worker claims something") > 0


async def _check_index(site: Site, last: dict[int, str]) -> None:
    engine = start_meilisearch(site.folder)
    try:
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {engine.key}"}) as client:
            asked = {"limit": "10000", "fields": "post,body"}
            found = (await client.get(f"{engine.url}/indexes/hub/documents", params=asked)).json()["results"]
    finally:
        engine.stop()
    indexed = Counter(
        (document["post"], document["body"]) for document in found if document.get("post") in last
    )
    assert indexed == Counter(last.items())


async def _check_inbox(rows: asyncpg.Connection, last: dict[int, str]) -> None:
    told = await rows.fetch("SELECT user_id, post_id, count(*) AS lines FROM notification GROUP BY 1, 2")
    assert {row["post_id"] for row in told} == set(last)
    assert len({row["user_id"] for row in told}) == 1, "only the asker watches"
    assert {row["lines"] for row in told} == {1}


async def _check_mail(rows: asyncpg.Connection, mail: MailServer, last: dict[int, str]) -> None:
    owed = {row["message_id"] for row in await rows.fetch("SELECT message_id FROM mail WHERE state = 'sent'")}
    arrived = Counter(str(message["Message-ID"]) for message in mail.post.messages)
    print(f"{len(owed)} mails, {sum(arrived.values())} arrived, {len(arrived)} Message-IDs")
    assert len(owed) == len(last)
    assert set(arrived) == owed
