"""Write migrations for changed models: ``python -m tests.migrations``; with ``--check`` fail if one is missing.

Tortoise's generated initial migrations name no other app, and the second generation then fails; so the
dependencies that follow from foreign keys are put in here.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from hub.database import APPS
from hub.i18n import ROOT

LOWER = {app: list(APPS)[:position] for position, app in enumerate(APPS)}


def generate() -> set[Path]:
    """Run Tortoise's generator on all apps. Returns the migrations that it wrote."""
    before = _migrations()
    environment = os.environ | {"HUB_DATABASE_URL": "postgres://nobody@localhost/none"}
    command = [sys.executable, "-m", "tortoise", "-c", "tests.migrations.CONFIG", "makemigrations"]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(result.stdout + result.stderr)
    for app in APPS:
        for file in sorted((ROOT / app / "migrations").glob("0001_*.py")):
            add_dependencies(app, file)
    return _migrations() - before


def _migrations() -> set[Path]:
    return {file for app in APPS for file in (ROOT / app / "migrations").glob("[0-9]*.py")}


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


def main() -> int:
    written = generate()
    for file in sorted(written):
        print(f"{file.relative_to(ROOT)} is new")
    if "--check" not in sys.argv:
        return 0
    for file in written:
        file.unlink()
    return 1 if written else 0


if __name__ == "__main__":
    sys.exit(main())
