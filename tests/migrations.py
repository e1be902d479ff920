"""Write migrations for changed models, and the tables of all in one piece: ``python -m tests.migrations``.

With ``--check`` fail if a migration is missing, and write nothing.

Tortoise's generated initial migrations name no other app, and the second generation then fails; so the
dependencies that follow from foreign keys are put in here.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from hub.database import APPS, SCHEMA
from hub.embedded import start_postgres
from hub.embedded.postgres import binaries
from hub.i18n import ROOT

LOWER = {app: list(APPS)[:position] for position, app in enumerate(APPS)}
NOWHERE = "postgres://nobody@localhost/none"

_HEADLINE = re.compile(r"\n*^--\n-- .*\n--\n+", re.MULTILINE)
# What a dump sets for the session that loads it, and sequences that nothing was taken from.
_NOISE = re.compile(r"|\\.*|SELECT pg_catalog\.setval\('.*', 1, false\);", re.DOTALL)


def generate() -> set[Path]:
    """Run Tortoise's generator on all apps. Returns the migrations that it wrote."""
    before = _migrations()
    _tortoise("makemigrations", NOWHERE)
    for app in APPS:
        for file in sorted((ROOT / app / "migrations").glob("0001_*.py")):
            add_dependencies(app, file)
    return _migrations() - before


def step_by_step(url: str) -> None:
    """Apply the migrations to an empty database, one after another."""
    _tortoise("migrate", url)


def dump(url: str) -> str:
    """What makes a database the same as one that has nothing but what its migrations made, as SQL."""
    options = ("--no-owner", "--no-privileges", "--inserts", "--exclude-table-data=tortoise_migrations*")
    statements = [part.strip() for part in _HEADLINE.split(_answer("pg_dump", *options, url))]
    # The tables go where the search path leads, as they do when migrated.
    kept = [part.replace("public.", "") for part in statements if not _NOISE.fullmatch(part)]
    query = "SELECT format('(%L, %L, now())', app, name) FROM tortoise_migrations ORDER BY app, name"
    applied = _answer("psql", "--no-psqlrc", "--tuples-only", "--no-align", f"--command={query}", url)
    values = ",\n    ".join(applied.splitlines())
    record = f"INSERT INTO tortoise_migrations (app, name, applied_at) VALUES\n    {values};\n"
    return "\n".join([*kept, record])


def _answer(program: str, *arguments: str) -> str:
    command = [str(binaries() / program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def write_schema() -> None:
    """Bring `SCHEMA` up to date with the migrations."""
    with (
        tempfile.TemporaryDirectory(prefix="hub-") as folder,
        start_postgres(Path(folder), throwaway=True) as server,
    ):
        step_by_step(server.url)
        SCHEMA.write_text(dump(server.url))


def _tortoise(command: str, url: str) -> None:
    arguments = [sys.executable, "-m", "tortoise", "-c", "tests.migrations.CONFIG", command]
    environment = os.environ | {"HUB_DATABASE_URL": url}
    result = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(result.stdout + result.stderr)


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

    return orm_config(Settings(database_url=os.environ.get("HUB_DATABASE_URL", NOWHERE)))


CONFIG = config()


def main() -> int:
    written = generate()
    for file in sorted(written):
        print(f"{file.relative_to(ROOT)} is new")
    if "--check" not in sys.argv:
        write_schema()
        return 0
    for file in written:
        file.unlink()
    return 1 if written else 0


if __name__ == "__main__":
    sys.exit(main())
