"""The folder of real data that trials read."""

import json
import os
from pathlib import Path

from tests.site import ROOT


def real_data(*parts: str) -> Path:
    """A file of the folder that HUB_REAL_DATA names, by default ``../shared/data``."""
    path = ROOT.joinpath(os.environ.get("HUB_REAL_DATA", "../shared/data"), *parts)
    assert path.exists(), f"This trial needs {'/'.join(parts)} in the folder that HUB_REAL_DATA names."
    return path


def hostile_strings() -> list[str]:
    """Thousands of strings that have broken programs, each once."""
    lines = real_data("adversarial", "strings.jsonl").read_text().strip().split("\n")
    found = list(dict.fromkeys(json.loads(line)["text"] for line in lines))
    assert len(found) > 7_000
    return found
