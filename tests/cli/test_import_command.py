"""``python -m hub import`` as an operator meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from discussions.models import Thread
from hub.settings import Settings
from knowledge.models import Article
from tests.site import ROOT

GOOD = {
    "id": "1",
    "title": "Cold room",
    "body": "It wrinkles.",
    "author": "ann",
    "created": "2024-01-02",
    "tags": [],
}
ANSWERED = GOOD | {"id": "2", "replies": [{"author": "bo", "body": "Use WR-4.", "accepted": True}]}


@pytest.fixture
def hub(settings: Settings) -> "Hub":
    return Hub(settings)


class Hub:
    def __init__(self, settings: Settings) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        self._environment = clean | {
            "HUB_DATA_DIR": str(settings.data_dir),
            "HUB_DATABASE_URL": settings.database_url,
        }

    def __call__(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hub", *map(str, arguments)],
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    return path


async def test_counts_are_printed_and_a_second_run_adds_nothing(hub: Hub, tmp_path: Path) -> None:
    file = write(tmp_path / "threads.jsonl", GOOD, ANSWERED)
    first = hub("import", "threads", file, "--space", "Old forum")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.splitlines() == [
        "2 threads: 2 new, 0 already there",
        "1 replies: 1 new, 0 already there",
        "1 accepted answers: 1 new, 0 already there",
    ]
    second = hub("import", "threads", file, "--space", "Old forum")
    assert second.returncode == 0
    assert second.stdout.splitlines()[0] == "2 threads: 0 new, 2 already there"
    assert await Thread.all().count() == 2


async def test_bad_lines_make_exit_code_1(hub: Hub, tmp_path: Path) -> None:
    file = write(tmp_path / "threads.jsonl", GOOD, "{broken", ANSWERED | {"title": ""}, ANSWERED)
    result = hub("import", "threads", file, "--space", "Old forum")
    assert result.returncode == 1
    [broken, untitled, summary] = result.stderr.splitlines()
    assert broken.startswith("line 2: ")
    assert untitled.startswith("line 3: title: ")
    assert summary == "2 bad lines were left out"
    assert await Thread.all().count() == 2


async def test_dry_run_says_so_and_changes_nothing(hub: Hub, tmp_path: Path) -> None:
    result = hub(
        "import", "threads", write(tmp_path / "threads.jsonl", GOOD), "--space", "Old forum", "--dry-run"
    )
    assert result.returncode == 0
    assert result.stdout == "1 threads: 1 would be new, 0 already there\n"
    assert await Thread.all().count() == 0


async def test_articles_are_imported(hub: Hub, tmp_path: Path) -> None:
    file = write(
        tmp_path / "docs.jsonl", {"id": "a", "title": "Spare parts", "body": "Ten years.", "tags": ["x"]}
    )
    result = hub("import", "articles", file, "--kind", "solution")
    assert (result.returncode, result.stdout) == (0, "1 articles: 1 new, 0 already there\n")
    assert (await Article.get()).title == "Spare parts"


def test_wrong_calls_are_explained(hub: Hub, tmp_path: Path) -> None:
    file = write(tmp_path / "empty.jsonl")
    calls: list[tuple[list[str | Path], str]] = [
        (["threads", tmp_path / "missing.jsonl", "--space", "x"], "does not exist"),
        (["threads", file], "Missing option '--space'"),
        (["articles", file, "--kind", "poem"], "'poem' is not"),
        (["threads", tmp_path, "--space", "x"], "is a directory"),
    ]
    for arguments, explanation in calls:
        result = hub("import", *arguments)
        assert result.returncode == 2
        assert explanation in result.stderr
    nameless = hub("import", "threads", file, "--space", "\u200b ")
    assert nameless.returncode == 1
    assert nameless.stderr.startswith("Error: --space: ")


def test_seed_prints_the_logins_and_can_be_repeated(hub: Hub) -> None:
    first, second = hub("seed"), hub("seed")
    assert first.returncode == second.returncode == 0
    assert "alex@northlabel.example" in first.stdout
    assert "label-printer" in first.stdout
    assert first.stdout == second.stdout
