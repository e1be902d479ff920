"""A backup is made while people work, and restored elsewhere: the rehearsal of the day on which it is needed."""

import asyncio
import hashlib
from pathlib import Path

import httpx
import pytest

from tests.backups.people import Acknowledged, people_at_work
from tests.site import Site
from tests.trials.people import PASSWORD, owes_nothing, person, rows_of, signed_in, until

pytestmark = pytest.mark.pure

NAMES = ("Ann", "Bo", "Cho")


async def test_a_backup_of_a_hub_at_work_restores_to_a_hub_that_holds_together(
    data_dir: Path, tmp_path: Path
) -> None:
    file = tmp_path / "hub.backup"
    with Site(data_dir / "at-work", HUB_SECRET_KEY="") as site:
        async with signed_in(site, "Dee") as browser:
            cookies = dict(browser.cookies)
        async with people_at_work(site, NAMES) as done:
            before = done.copy()
            made = await asyncio.to_thread(site.command, "backup", str(file))
        assert made.returncode == 0, made.stderr
        assert len(done.replies) > len(before.replies), "nobody worked while the backup was made"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]

    restored = Site(data_dir / "restored", HUB_SECRET_KEY="")
    result = restored.command("restore", str(file))
    assert result.returncode == 0, result.stderr
    assert "Not sent" in result.stdout, "no mail was owed when the backup was made"
    looked_over = restored.command("doctor")
    assert looked_over.returncode == 0, looked_over.stdout
    with restored:
        await check_threads(restored, before, done)
        await check_files(restored, before, done)
        await check_people(restored, cookies)
        await until(lambda: is_indexed(restored), 60, "the search index is built")
        await until(lambda: owes_nothing(restored), 60, "every delivery is done")
        async with person(restored, "Eve") as eve:
            found = (await eve.get("/api/v1/search", params={"q": "Zebrawood"})).json()
        assert (found["engine"], found["total"] > 0) == ("meilisearch", True)
        assert restored.mails() == [], "mail that the other hub has sent was sent again"
    assert restored.command("doctor").returncode == 0


async def check_threads(site: Site, before: Acknowledged, done: Acknowledged) -> None:
    """Everything acknowledged before the backup is there, nothing that was never sent, and no thread has a gap."""
    async with rows_of(site) as rows:
        posts = await rows.fetch("SELECT uid, thread_id, number FROM post ORDER BY thread_id, number")
        replies = {row["uid"]: row["thread_id"] for row in posts if row["number"] > 1}
        assert before.replies.items() <= replies.items() <= done.replies.items()
        for thread in await rows.fetch("SELECT id, reply_count, last_number FROM thread"):
            numbers = [row["number"] for row in posts if row["thread_id"] == thread["id"]]
            assert numbers == list(range(1, len(numbers) + 1))
            assert (thread["reply_count"], thread["last_number"]) == (len(numbers) - 1, len(numbers))


async def check_files(site: Site, before: Acknowledged, done: Acknowledged) -> None:
    async with rows_of(site) as rows:
        files = {row["uid"]: row["sha256"] for row in await rows.fetch("SELECT uid, sha256 FROM file")}
    assert before.files.items() <= files.items() <= done.files.items()
    shown = [uid for uid in before.files if uid in files]
    async with person(site, "Reader") as reader:
        answers = [await reader.get(f"/files/{uid}") for uid in shown]
    # The last upload of each may not have been shown in a post yet.
    assert sum(answer.status_code == 200 for answer in answers) >= len(shown) - len(NAMES)
    for uid, answer in zip(shown, answers, strict=True):
        assert answer.status_code == 404 or hashlib.sha256(answer.content).hexdigest() == files[uid]


async def check_people(site: Site, cookies: dict[str, str]) -> None:
    """A browser is still signed in, and the password is still the password."""
    async with httpx.AsyncClient(base_url=site.url, cookies=cookies) as browser:
        assert (await browser.get("/notifications")).status_code == 200
    async with httpx.AsyncClient(base_url=site.url, headers={"Sec-Fetch-Site": "same-origin"}) as fresh:
        entered = await fresh.post("/session", data={"email": "dee@example.com", "password": PASSWORD})
        assert entered.status_code == 303, entered.text


async def is_indexed(site: Site) -> bool:
    async with httpx.AsyncClient(base_url=site.url) as client:
        return bool((await client.get("/healthz")).json()["search"]["state"] == "ok")
