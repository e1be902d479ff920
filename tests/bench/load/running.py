"""Starting load generators."""

import subprocess
import sys

from pydantic import TypeAdapter

from tests.bench.load.plan import Outcome, Plan
from tests.site import ROOT


def drive(plan: Plan) -> Outcome:
    """Carry out a plan in a process of its own, so that making load costs the measured ones none of their time."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load.generator"],
        cwd=ROOT,
        input=TypeAdapter(Plan).dump_json(plan),
        stdout=subprocess.PIPE,
        timeout=plan.warm_up + plan.seconds + 120,
        check=True,
    )
    return TypeAdapter(Outcome).validate_json(done.stdout)
