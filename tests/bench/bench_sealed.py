"""5,000 sealed reports: what the server takes to list them, and a reviewer's browser to open and search them all.

Also how long a browser takes to seal, send, fetch and open a file of 25 MB, and for how long its page stands still.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pyrage
from playwright.async_api import Browser, Page

from hub import composition
from hub.audiences.models import Group
from hub.database import connected, new_uid, now
from hub.demo.seed import seed
from hub.embedded import start_postgres
from hub.furnishing import bring_up_to_date
from hub.settings import Settings, get_settings, use_settings
from knowledge.defects.numbering import reference_of
from knowledge.defects.sealed.parts import Words
from knowledge.models import Defect, DefectKind, Origin, PartKind, SealedPart, Severity, TeamKey
from tests.browsing import chromium, person
from tests.site import Site

COUNT = 5_000
WITHIN = 10.0  # seconds
PAGE_WITHIN = 0.1  # seconds
LARGE = 25 * 1024 * 1024  # bytes
REVIEWER, REPORTER = "sunli@northlabel.example", "tom@northlabel.example"
RARE = "罕见冷凝水"
_WORDS = [
    *("ribbon", "jams", "nozzle", "firmware", "label", "sensor", "cutter", "heat", "roll", "driver"),
    *("碳带", "卡纸", "固件", "传感器", "切刀", "标签", "打印头", "驱动"),
]

# Between two frames, in milliseconds: how long the page stood still at worst.
_WATCH = """() => {
  let last = performance.now()
  window.stillest = 0
  const frame = (now) => {
    window.stillest = Math.max(window.stillest, now - last)
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}"""


async def fill(count: int) -> None:
    """The demo company, and that many sealed reports to one of its teams."""
    composition.wire()
    async with connected(get_settings()):
        await seed(at=now())
        team = await Group.get(handle="lp-team")
        key = await TeamKey.get(team=team)
        like = await Defect.filter(team=team).order_by("id").first().select_related("author")
        assert like
        chance = random.Random(5)  # the same reports in every run
        for start in range(0, count, 500):
            numbers = range(start, min(start + 500, count))
            await _bring(key, [_report(chance, number, like, key) for number in numbers])


def _report(chance: random.Random, number: int, like: Defect, key: TeamKey) -> tuple[Defect, Words]:
    uid, part = new_uid(), new_uid()
    told = {
        "v": 1,
        "kind": "report",
        "report": str(uid),
        "part": str(part),
        "author": str(like.author.uid),
        "title": f"{number}: {' '.join(chance.choices(_WORDS, k=6))}",
        "body": " ".join(chance.choices(_WORDS, k=160)) + (f" {RARE}" if number % 1000 == 7 else ""),
        "files": [],
    }
    recipient = pyrage.x25519.Recipient.from_str(key.recipient)
    at = now() - timedelta(minutes=number)
    defect = Defect(
        uid=uid,
        digest="",
        reference=reference_of(uid),
        sealed=True,
        kind=DefectKind.TECHNICAL,
        origin=Origin.OWN,
        severity=chance.choice(list(Severity)),
        product_id=like.product_id,
        team_id=like.team_id,
        audience_id=like.audience_id,
        author_id=like.author_id,
        created_at=at,
        active_at=at,
    )
    return defect, Words(part, pyrage.encrypt(json.dumps(told, ensure_ascii=False).encode(), [recipient]))


async def _bring(key: TeamKey, made: list[tuple[Defect, Words]]) -> None:
    await Defect.bulk_create([defect for defect, _words in made])
    ids = {one.uid: one for one in await Defect.filter(uid__in=[defect.uid for defect, _words in made])}
    await SealedPart.bulk_create(
        [
            SealedPart(
                uid=words.uid,
                defect=ids[defect.uid],
                kind=PartKind.REPORT,
                key=key,
                content=words.content,
                size=len(words.content),
                digest=words.digest,
                first_digest=words.digest,
                created_at=defect.created_at,
            )
            for defect, words in made
        ]
    )


async def measure(site: Site, count: int) -> bool:
    """Print what it takes; False when it is more than it may."""
    async with chromium() as browser:
        well = await _open_all(browser, site, count)
        await _large_file(browser, site)
    return well


async def _open_all(browser: Browser, site: Site, count: int) -> bool:
    reviewer = await person(browser, site.url)
    page = reviewer.page
    page.set_default_timeout(60_000)
    await reviewer.sign_in(REVIEWER)
    listed = {
        path: await _p50(page, site.url + path)
        for path in ("/defects/triage", "/defects/sealed", "/api/v1/sealed-parts")
    }
    for path, seconds in listed.items():
        print(f"  {path}: p50 {seconds * 1000:.0f} ms")
    await reviewer.open("/defects/sealed")
    await page.evaluate(_WATCH)
    await page.fill("[data-vault-target=passphrase]", "label-printer")
    begun = time.monotonic()
    await page.click("[data-vault-target=locked] .button--primary")
    await page.wait_for_selector(".sealed-search__results li")
    first = time.monotonic() - begun
    progress = page.locator("[data-sealed-search-target=progress]")
    await progress.wait_for(state="hidden")
    opened = time.monotonic() - begun
    told = await page.inner_text("[data-sealed-search-target=status]")
    print(
        f"  first title after {first:.1f} s, all {count} open after {opened:.1f} s (at most {WITHIN:.0f} s): {told}"
    )
    print(f"  the page stood still for {await page.evaluate('window.stillest'):.0f} ms at most")
    await _search(page, count)
    return opened <= WITHIN and max(listed.values()) <= PAGE_WITHIN


async def _p50(page: Page, url: str) -> float:
    taken = []
    for _repetition in range(15):
        begun = time.monotonic()
        answer = await page.request.get(url)
        taken.append(time.monotonic() - begun)
        assert answer.status == 200
    return statistics.median(taken)


async def _search(page: Page, count: int) -> None:
    milliseconds = await page.evaluate(
        """async (word) => {
          const query = document.getElementById("sealed-query")
          const begun = performance.now()
          query.value = word
          query.dispatchEvent(new Event("input", { bubbles: true }))
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
          return performance.now() - begun
        }""",
        RARE,
    )
    found = await page.locator(".sealed-search__results li").count()
    print(f"  {found} of {count} found in {milliseconds:.0f} ms")


async def _large_file(browser: Browser, site: Site) -> None:
    reporter = await person(browser, site.url)
    page = reporter.page
    page.set_default_timeout(60_000)
    await reporter.sign_in(REPORTER)
    await reporter.open("/defects/new/sealed?product=lp-480")
    await page.wait_for_selector("[data-sealed-form-target=submit]:not([disabled])")
    await page.fill("#field-sealed-title", "Large")
    await page.fill("#field-sealed-body", "A file of 25 MB.")
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        file.write(os.urandom(LARGE))
        file.flush()
        await page.set_input_files("#sealed-files", file.name)
        await page.evaluate(_WATCH)
        begun = time.monotonic()
        await page.click("[data-sealed-form-target=submit]")
        await page.wait_for_selector("[data-sealed-form-target=sent]:not([hidden])")
    took, still = time.monotonic() - begun, await page.evaluate("window.stillest")
    print(f"  25 MB sealed and sent in {took:.1f} s, the page stood still for {still:.0f} ms at most")
    reference = await page.inner_text("[data-receipt=reference]")
    reviewer = await person(browser, site.url)
    page = reviewer.page
    page.set_default_timeout(60_000)
    await reviewer.sign_in(REVIEWER)
    await reviewer.open(f"/defects/{reference}")
    await page.fill("[data-vault-target=passphrase]", "label-printer")
    await page.click("[data-vault-target=locked] .button--primary")
    await page.wait_for_selector(".sealed-file__save")
    await page.evaluate(_WATCH)
    begun = time.monotonic()
    async with page.expect_download() as download:
        await page.click(".sealed-file__save")
    saved = Path(await (await download.value).path())
    took, still = time.monotonic() - begun, await page.evaluate("window.stillest")
    assert saved.stat().st_size == LARGE
    print(
        f"  25 MB fetched, opened and saved in {took:.1f} s, the page stood still for {still:.0f} ms at most"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="sealed reports")
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory(prefix="hub-") as folder, start_postgres(Path(folder)) as postgres:
        use_settings(Settings(data_dir=Path(folder), database_url=postgres.url))
        bring_up_to_date(get_settings())
        asyncio.run(fill(count))
        with Site(Path(folder)) as site:
            return 0 if asyncio.run(measure(site, count)) else 1


if __name__ == "__main__":
    sys.exit(main())
