"""A restore is killed at random moments: the hub is then what it was or what the backup says, and nothing between."""

import asyncio
import random
from collections import Counter
from pathlib import Path
from subprocess import TimeoutExpired
from time import monotonic

import pytest

from tests.site import Site
from tests.trials.people import person

pytestmark = [pytest.mark.trial, pytest.mark.pure]

KILLS, FILES = 12, 20


async def test_a_killed_restore_leaves_the_old_hub_or_the_new_one(data_dir: Path) -> None:
    file = data_dir / "new.backup"
    with Site(data_dir / "new") as new:
        await fill(new, "New")
        assert new.command("backup", str(file)).returncode == 0
    old_file = data_dir / "old.backup"
    site = Site(data_dir / "old")
    with site:
        await fill(site, "Old")
        assert site.command("backup", str(old_file)).returncode == 0
    began = monotonic()
    assert site.command("restore", "--replace", str(old_file)).returncode == 0
    took = monotonic() - began
    found: Counter[str] = Counter()
    for number in range(KILLS):
        wanted = (file, old_file)[number % 2]
        restoring = site.spawn("restore", "--replace", str(wanted))
        try:
            await asyncio.to_thread(restoring.wait, random.uniform(0.2, 1.0) * took)
            found["done before the kill"] += 1
        except TimeoutExpired:
            restoring.kill()
            restoring.wait()
        looked_over = site.command("doctor")
        assert looked_over.returncode == 0, looked_over.stdout + looked_over.stderr
        names = [name for name in ("old", "new") if is_there(site, name)]
        assert len(names) == 1, names
        found[names[0]] += 1
    print(f"\n{KILLS} restores, of {took:.1f} s each unless killed: {dict(found)}")
    assert min(found["old"], found["new"]) > 0
    assert site.command("restore", "--replace", str(file)).returncode == 0
    assert (is_there(site, "new"), is_there(site, "old")) == (True, False)
    assert {path.parent.parent.name for path in site.folder.glob("files/??/*")} == {"files"}
    assert len(list(site.folder.glob("files/??/*"))) == FILES


async def fill(site: Site, name: str) -> None:
    async with person(site, name) as client:
        for _number in range(FILES):
            content = random.randbytes(200_000)
            answer = await client.post("/api/v1/files", files={"file": ("trace.bin", content)})
            assert answer.status_code == 201, answer.text


def is_there(site: Site, name: str) -> bool:
    return site.command("token", "create", "--email", f"{name}@example.com").returncode == 0
