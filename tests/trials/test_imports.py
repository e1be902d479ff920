"""The real sets of threads into a running hub: whole, once, and searchable while the import goes on."""

import asyncio
import json
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.site import ROOT, Site
from tests.trials.people import owes_nothing, person, rows_of, until
from tests.trials.real_data import real_data

pytestmark = [pytest.mark.trial, pytest.mark.pure]

ENGLISH = ("stackexchange_mini_en", "threads.jsonl")
CHINESE = ("forum_egret_zh", "threads.jsonl")
INDEXED = 900  # seconds


def counted(path: Path) -> Counter[str]:
    """What a file holds."""
    counts: Counter[str] = Counter()
    for line in path.read_text().strip().split("\n"):
        thread = json.loads(line)
        counts["threads"] += 1
        counts["replies"] += len(thread["replies"])
        counts["accepted answers"] += sum(bool(reply.get("accepted")) for reply in thread["replies"])
    return counts


def printed(output: str) -> tuple[Counter[str], Counter[str]]:
    """What an import says it has seen and made."""
    lines = re.findall(r"^(\d+) ([a-z ]+): (\d+) new, \d+ already there$", output, re.MULTILINE)
    return (
        Counter({name: int(seen) for seen, name, _made in lines}),
        Counter({name: int(made) for _seen, name, made in lines}),
    )


def start_import(site: Site, path: Path, space: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "hub", "import", "threads", str(path), "--space", space],
        cwd=ROOT,
        env=site.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(importing: "subprocess.Popen[str]") -> str:
    output, complaints = importing.communicate(timeout=INDEXED)
    assert importing.returncode == 0, complaints[-4000:]
    assert not complaints
    return output


async def test_both_sets_come_in_whole_and_are_found_meanwhile(tmp_path: Path) -> None:
    english, chinese = real_data(*ENGLISH), real_data(*CHINESE)
    holding = {"en": counted(english), "zh": counted(chinese)}
    title = json.loads(english.read_text().split("\n", 1)[0])["title"]
    with Site(tmp_path) as site:
        async with person(site, "Ann") as ann, rows_of(site) as rows:
            began = time.monotonic()
            said = await asyncio.to_thread(finished, start_import(site, english, "English"))
            print(f"\n{said}in {time.monotonic() - began:.0f} s")
            assert printed(said) == (holding["en"], holding["en"])

            began = time.monotonic()
            importing = start_import(site, chinese, "Chinese")
            try:

                async def is_found() -> bool:
                    answer = (await ann.get("/api/v1/search", params={"q": title})).json()
                    return answer["engine"] == "meilisearch" and title in [
                        hit["title"] for hit in answer["hits"]
                    ]

                found = await until(is_found, INDEXED, "a title of the first set is found")
                assert importing.poll() is None, "the second import was over before the search"
                print(f"found {found:.1f} s after the second import had begun, while it ran")
                said = await asyncio.to_thread(finished, importing)
            finally:
                importing.kill()
            print(f"{said}in {time.monotonic() - began:.0f} s")
            assert printed(said) == (holding["zh"], holding["zh"])

            both = holding["en"] + holding["zh"]
            assert await rows.fetchval("SELECT count(*) FROM thread") == both["threads"]
            assert await rows.fetchval("SELECT count(*) FROM post WHERE number > 1") == both["replies"]
            assert await rows.fetchval("SELECT count(*) FROM accepted_answer") == both["accepted answers"]
            assert await rows.fetchval("SELECT count(*) FROM notification") == 0
            assert await rows.fetchval("SELECT count(*) FROM mail") == 0

            for path, space, held in (
                (english, "English", holding["en"]),
                (chinese, "Chinese", holding["zh"]),
            ):
                again = await asyncio.to_thread(finished, start_import(site, path, space))
                seen, made = printed(again)
                assert seen == held
                assert not +made, again
            assert await rows.fetchval("SELECT count(*) FROM thread") == both["threads"]
            waited = await until(lambda: owes_nothing(site), INDEXED, "everything is indexed")
            print(f"second runs added nothing; all indexed {waited:.0f} s later")
