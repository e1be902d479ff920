"""Write migrations for changed models: ``python -m tests.migrations``.

Tortoise's generated initial migrations name no other app, and the second generation then fails; so the
dependencies that follow from foreign keys are put in here.
"""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

from hub.database import APPS
from hub.i18n import ROOT

LOWER = {app: list(APPS)[:position] for position, app in enumerate(APPS)}


def generate() -> str:
    """Run Tortoise's generator on all apps. Returns what it printed."""
    environment = os.environ | {"HUB_DATABASE_URL": "postgres://nobody@localhost/none"}
    command = [sys.executable, "-m", "tortoise", "-c", "tests.migrations.CONFIG", "makemigrations"]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(result.stdout + result.stderr)
    for app in APPS:
        for file in sorted((ROOT / app / "migrations").glob("0001_*.py")):
            add_dependencies(app, file)
    return result.stdout


def add_dependencies(app: str, file: Path) -> None:
    """Let an initial migration wait for the initial ones of the apps below it."""
    text = file.read_text()
    if LOWER[app] and "dependencies" not in text:
        first = ", ".join(f'("{lower}", "{_initial(lower)}")' for lower in LOWER[app])
        text = re.sub(r"(class Migration\(.*\):\n)", rf"\1    dependencies = [{first}]\n\n", text, count=1)
        file.write_text(text)


def _initial(app: str) -> str:
    return next(iter(sorted((ROOT / app / "migrations").glob("0001_*.py")))).stem


def config() -> dict[str, object]:
    from hub.database import orm_config
    from hub.settings import Settings

    return orm_config(
        Settings(database_url=os.environ.get("HUB_DATABASE_URL", "postgres://nobody@localhost/none"))
    )


CONFIG = config()

if __name__ == "__main__":
    asyncio.run(asyncio.to_thread(lambda: print(generate())))
