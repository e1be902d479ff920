"""The command that looks a hub over: doctor."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import click

from hub import installation
from hub.cli import schema
from hub.cli.backups.archive import digest
from hub.cli.context import Children, Failure, in_hub, servers
from hub.database import connection, in_transaction
from hub.files.models import File
from hub.files.operations import store
from hub.pages.assets import stylesheets
from hub.settings import Settings
from hub.web import health

Finding = tuple[bool, str]

# A hub whose search index is being built, or whose mail goes to a folder, is in order.
_FINE = ("ok", "folder", "preparing")
# While nothing runs, nobody can keep up.
_FINE_AT_REST = (*_FINE, "behind")
_NAMED = 5  # files that a finding names

# Every process of a running hub listens to the bus.
_PROCESSES = """
SELECT count(*) AS processes FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'hub bus'
"""


@click.command()
@click.option("--new-key", is_flag=True, help="The key for signed links was changed on purpose.")
def doctor(new_key: bool) -> None:
    """Check everything the hub stands on; reads every uploaded file. Exit code 1 when something is wrong."""
    well = True
    with servers(engine=True) as (settings, children):
        if new_key:
            in_hub(settings, _accept_key())
        for fine, text in _findings(settings, children):
            click.echo(f"{'ok   ' if fine else 'WRONG'} {text}")
            well = well and fine
    if not well:
        raise SystemExit(1)


def _findings(settings: Settings, children: Children) -> Iterator[Finding]:
    yield _data_folder(settings.data_dir)
    yield _engine(settings, children)
    yield _assets()
    try:
        yield from in_hub(settings, _inside())
    except Failure as failure:
        yield False, str(failure)


def _data_folder(folder: Path) -> Finding:
    writable = folder.is_dir() and os.access(folder, os.W_OK)
    return writable, f"data folder {folder}" + ("" if writable else " cannot be written to")


def _engine(settings: Settings, children: Children) -> Finding:
    if settings.meili_url:
        return True, f"search engine at {settings.meili_url}" + (" (embedded)" if children.engine else "")
    return False, "search engine: no Meilisearch on the PATH or in node_modules; search uses the database"


def _assets() -> Finding:
    try:
        return True, f"{len(stylesheets())} style sheets and the browser's modules are in place"
    except OSError as error:
        return False, f"the browser's files are incomplete: {error}"


async def _accept_key() -> None:
    async with in_transaction():
        await installation.accept_key()


async def _inside() -> list[Finding]:
    return [await _schema(), await _key(), await _files(), *[finding async for finding in _parts()]]


async def _schema() -> Finding:
    rows = await connection().execute_query_dict(schema.APPLIED)
    applied, known = {row["name"] for row in rows}, set(schema.known())
    if lacking := known - applied:
        return False, f"database: run `python -m hub migrate`; it lacks {', '.join(sorted(lacking))}"
    if strange := applied - known:
        return False, f"database: it belongs to a later version, which made {', '.join(sorted(strange))}"
    return True, f"database with all {len(known)} migrations"


async def _key() -> Finding:
    fits = await installation.key_fits()
    if fits is None:
        return False, "signing key: the hub does not know its own yet; run `python -m hub migrate`"
    if fits:
        return True, "signing key is the hub's own"
    return False, (
        "signing key is not the one of this hub: links in its mails are dead. Put back HUB_SECRET_KEY or"
        " HUB_DATA_DIR/secret_key; if it was changed on purpose, run this once with --new-key"
    )


async def _files() -> Finding:
    bad: list[str] = []
    rows = await File.all().order_by("id").values("uid", "size", "sha256")
    for row in rows:
        try:
            with store().path(row["uid"]).open("rb") as file:
                whole = digest(file) == (row["size"], row["sha256"])
        except OSError:
            whole = False
        if not whole:
            bad.append(str(row["uid"]))
    if not bad:
        return True, f"{len(rows)} uploaded files are in place and whole"
    names = ", ".join(bad[:_NAMED]) + (" …" if len(bad) > _NAMED else "")
    return False, f"{len(bad)} of {len(rows)} uploaded files are missing or damaged: {names}"


async def _parts() -> AsyncIterator[Finding]:
    """What the parts say of themselves; what was given up needs somebody to look at it."""
    [row] = await connection().execute_query_dict(_PROCESSES)
    yield True, f"{row['processes'] or 'no'} processes of the hub are running"
    fine_states = _FINE if row["processes"] else _FINE_AT_REST
    for name, state in (await health.report()).items():
        if isinstance(state, dict):
            details = ", ".join(f"{key} {value}" for key, value in state.items() if key != "state")
            fine = state["state"] in fine_states and not state.get("parked")
            yield fine, f"{name}: {state['state']}" + (f" ({details})" if details else "")
