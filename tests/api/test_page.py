"""`docs/api.md` is true: its commands run as they stand, and answer with the fields that it shows."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from discussions.models import ReactionKind
from hub.i18n import ROOT
from tests.api.document import DOCUMENT
from tests.site import Site

PAGE = (ROOT / "docs" / "api.md").read_text()
BLOCK = re.compile(r"^```(sh|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
END_OF_BLOCK = "--- end of block ---"


@dataclass(frozen=True)
class Step:
    """A block of commands, and the answer that is shown below it, if any."""

    commands: str
    shown: Any


# What changes from hub to hub.
FREE = re.compile(r"…|^http|^\d{4}-\d\d-\d\dT")


def _steps() -> list[Step]:
    found: list[Step] = []
    for language, text in BLOCK.findall(PAGE):
        if language == "sh":
            found.append(Step(text, None))
        else:
            found[-1] = Step(found[-1].commands, json.loads(text))
    return found


STEPS = _steps()


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> list[str]:
    """What each block printed, run one after the other in a hub of its own."""
    folder = tmp_path_factory.mktemp("page")
    script = f"\necho; echo '{END_OF_BLOCK}'\n".join([*(step.commands for step in STEPS), ""])
    with Site(data_dir / "page") as site:
        environment = site.environment | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HUB": site.url,
        }
        run = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    return run.stdout.split(END_OF_BLOCK)[:-1]


def test_the_commands_run_and_answer_as_shown(printed: list[str]) -> None:
    assert len(printed) == len(STEPS) > 10
    for step, output in zip(STEPS, printed, strict=True):
        if step.shown is not None:
            found = [differences(step.shown, answer) for answer in json_in(output)]
            assert [] in found, f"{step.commands}\n{output}\n{found}"


def test_a_difference_from_the_page_is_noticed() -> None:
    shown = {"id": 1, "name": "Ann", "html": "<p …", "at": "2026-08-01T09:00:00Z", "items": [{"id": 1}]}
    assert differences(shown, shown | {"id": 7, "html": "<p>x</p>", "at": "2027-01-01T00:00:00.1Z"}) == []
    for change in ({"id": "1"}, {"name": "Bo"}, {"more": 1}, {"items": [{"id": 1, "x": 1}]}, {"html": None}):
        assert differences(shown, shown | change)


def test_the_page_names_every_code_and_every_list(printed: list[str]) -> None:
    codes = set(re.findall(r"`([a-z_]+)`", str(DOCUMENT["paths"]) + str(DOCUMENT["components"]["responses"])))
    assert {"uid_taken", "already_promoted"} < codes
    assert [code for code in codes - set(ReactionKind) - {"fields"} if f"`{code}`" not in PAGE] == []


def json_in(output: str) -> Iterator[Any]:
    """Every JSON object that was printed on a line of its own."""
    decoder, at = json.JSONDecoder(), 0
    while (at := output.find("{", at)) >= 0:
        value, at = decoder.raw_decode(output, at)
        yield value


def differences(shown: Any, real: Any, path: str = "") -> list[str]:
    """Where an answer differs from the one on the page; numbers, times, addresses and what … stands for are free."""
    if type(shown) is not type(real):
        return [f"{path}: {real!r} for {shown!r}"]
    if isinstance(shown, dict):
        if shown.keys() != real.keys():
            return [f"{path}: {sorted(shown.keys() ^ real.keys())}"]
        return [one for name in shown for one in differences(shown[name], real[name], f"{path}.{name}")]
    if isinstance(shown, list):
        if bool(shown) != bool(real):
            return [f"{path}: {real!r}"]
        return differences(shown[0], real[0], f"{path}[0]") if shown else []
    if isinstance(shown, str) and not FREE.search(shown) and shown != real:
        return [f"{path}: {real!r} for {shown!r}"]
    return []
