"""The mail server is away, refuses, and comes back: every mail arrives, under one Message-ID."""

from collections import Counter
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.notifications.mailing import MailServer, Post
from tests.site import Site
from tests.trials.people import person, rows_of, until

pytestmark = [pytest.mark.trial, pytest.mark.pure]

WATCHERS = ("Ann", "Bo", "Cho")
REPLIES = 20
PATIENCE = 150  # the pauses grow up to a minute


class Moody(Post):
    """Takes every message at the second try."""

    def __init__(self) -> None:
        super().__init__()
        self.tries: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        # A hub that sends one mail after another meets the refusal three times in all.
        recipient = envelope.rcpt_tos[0]
        self.tries[recipient] += 1
        if self.tries[recipient] == 1:
            return "451 Come back later"
        return await super().handle_DATA(server, session, envelope)


async def test_all_mail_arrives_when_the_server_is_back(tmp_path: Path) -> None:
    mail = MailServer()
    mail.post = Moody()
    with Site(tmp_path, HUB_SMTP_URL=mail.url) as site:
        async with AsyncExitStack() as stack:
            people = [await stack.enter_async_context(person(site, name)) for name in (*WATCHERS, "Dan")]
            rows = await stack.enter_async_context(rows_of(site))
            *watchers, dan = people
            thread = await _watched(watchers)
            waits = []
            try:
                for number in range(3):
                    await _reply(dan, thread, f"Away {number}")
                    await until(lambda: _failing(rows), 60, "a mail waits for the server")
                    mail.start()
                    waits.append(await until(lambda: _all_sent(rows), PATIENCE, "every mail is sent"))
                    await _reply(dan, thread, f"Back {number}")
                    owed_by_now = len(WATCHERS) * REPLIES * 2 * (number + 1)
                    await until(partial(_owed, rows, owed_by_now), 60, "every reply is told")
                    await until(lambda: _all_sent(rows), PATIENCE, "every mail is sent")
                    mail.stop()
            finally:
                mail.stop()
            owed = await rows.fetch("SELECT message_id, address FROM mail")
    arrived = Counter((str(message["Message-ID"]), str(message["To"])) for message in mail.post.messages)
    print(
        f"\n{len(owed)} owed, {sum(arrived.values())} arrived, {len(arrived)} Message-IDs; back after {waits}"
    )
    assert len(owed) == len(WATCHERS) * REPLIES * 2 * 3
    assert {id_ for id_, _to in arrived} == {row["message_id"] for row in owed}
    assert len({id_ for id_, _to in arrived}) == len(arrived)


async def _watched(watchers: list[httpx.AsyncClient]) -> int:
    thread = int(
        (await watchers[0].post("/api/v1/threads", json={"title": "Mail", "body": "x"})).json()["id"]
    )
    for watcher in watchers:
        answer = await watcher.put(f"/api/v1/threads/{thread}/watch", json={"level": "watching"})
        assert answer.status_code == 204, answer.text
    return thread


async def _reply(writer: httpx.AsyncClient, thread: int, words: str) -> None:
    for number in range(REPLIES):
        answer = await writer.post(f"/api/v1/threads/{thread}/replies", json={"body": f"{words} {number}"})
        assert answer.status_code == 201, answer.text


async def _failing(rows: Any) -> bool:
    return bool(
        await rows.fetchval("SELECT EXISTS (SELECT 1 FROM mail WHERE state = 'queued' AND last_error <> '')")
    )


async def _owed(rows: Any, count: int) -> bool:
    return bool(await rows.fetchval("SELECT count(*) FROM mail") == count)


async def _all_sent(rows: Any) -> bool:
    states = await rows.fetch("SELECT DISTINCT state FROM mail")
    return [row["state"] for row in states] == ["sent"]
