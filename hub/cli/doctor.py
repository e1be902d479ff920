"""The command that looks a hub over: doctor."""

import os
from pathlib import Path

import click

from hub.cli.context import in_hub, servers
from hub.database import connection
from hub.embedded import EmbeddedMeilisearch
from hub.pages.assets import stylesheets
from hub.settings import Settings
from hub.web import health

Finding = tuple[bool, str]

_TABLES = "SELECT count(*) AS tables FROM pg_tables WHERE schemaname = 'public'"


@click.command()
def doctor() -> None:
    """Check everything the hub stands on. Exit code 1 when something is wrong."""
    with servers(engine=True) as (settings, children):
        findings = [_data_folder(settings.data_dir), _engine(settings, children.engine), _assets()]
        findings += in_hub(settings, _inside())
    for fine, text in findings:
        click.echo(f"{'ok   ' if fine else 'WRONG'} {text}")
    if not all(fine for fine, _text in findings):
        raise SystemExit(1)


def _data_folder(folder: Path) -> Finding:
    writable = folder.is_dir() and os.access(folder, os.W_OK)
    return writable, f"data folder {folder}" + ("" if writable else " cannot be written to")


def _engine(settings: Settings, engine: EmbeddedMeilisearch | None) -> Finding:
    if settings.meili_url:
        return True, f"search engine at {settings.meili_url}" + (" (embedded)" if engine else "")
    return False, "search engine: no Meilisearch on the PATH or in node_modules; search uses the database"


def _assets() -> Finding:
    try:
        return True, f"{len(stylesheets())} style sheets and the browser's modules are in place"
    except OSError as error:
        return False, f"the browser's files are incomplete: {error}"


async def _inside() -> list[Finding]:
    findings = [await _schema()]
    for name, state in (await health.report()).items():
        if isinstance(state, dict):
            details = ", ".join(f"{key} {value}" for key, value in state.items() if key != "state")
            fine = state["state"] in ("ok", "folder")
            findings.append((fine, f"{name}: {state['state']}" + (f" ({details})" if details else "")))
    return findings


async def _schema() -> Finding:
    [row] = await connection().execute_query_dict(_TABLES)
    return row["tables"] > 0, f"database with {row['tables']} tables" if row[
        "tables"
    ] else "the database is empty"
