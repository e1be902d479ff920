"""Signed-in people and cases for a hub: ``python -m tests.trials.crowd FOLDER PEOPLE CASES`` prints them as JSON.

In a process of its own, because it makes the hub's settings those of its process.
"""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.fanout.people import populate
from tests.site import ROOT


def crowd(folder: Path, *, people: int, cases: int) -> tuple[list[str], list[int]]:
    """The cookies of that many new people of a running hub, and the ids of that many new cases."""
    command = [sys.executable, "-m", "tests.trials.crowd", str(folder), str(people), str(cases)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    cookies, threads = json.loads(made.stdout)
    return cookies, threads


if __name__ == "__main__":
    print(json.dumps(populate(Path(sys.argv[1]), people=int(sys.argv[2]), cases=int(sys.argv[3]))))
