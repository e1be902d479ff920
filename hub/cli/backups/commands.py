"""The commands backup and restore."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from hub.cli.backups import making, restoring
from hub.cli.backups.archive import About
from hub.cli.backups.making import Kept
from hub.cli.context import Failure, read_settings, servers

_NAMED = 5  # files that a message names


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
def backup(file: Path) -> None:
    """Write everything that cannot be made again to FILE, while people work; - is standard output.

    FILE holds the database, the uploaded files and the key for signed links: keep it as secret as the hub itself.
    """
    settings = read_settings()
    if not settings.database_url and not (settings.data_dir / "postgres" / "cluster").exists():
        raise Failure(f"There is no hub in {settings.data_dir}.")
    with servers() as (settings, _children), _output(file) as out:
        about, lacking = making.make(settings, out)
    click.echo(f"Backed up {_contents(about)}.", err=True)
    _tell_lacking(lacking, "are not in the backup: they are missing or damaged here")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace a hub that people use already.")
@click.option(
    "--moved", is_flag=True, help="The hub did nothing more after the backup: send what mail it owes."
)
def restore(file: Path, replace: bool, moved: bool) -> None:
    """Make the hub that HUB_DATA_DIR and HUB_DATABASE_URL name what it was when FILE was made.

    The hub must be stopped. FILE is read to its end before anything is changed. Restore only what you made yourself:
    the SQL in it is run.
    """
    about, sums = restoring.check(file, read_settings())
    with servers() as (settings, _children):
        done = restoring.restore(file, about, sums, settings, replace=replace, moved=moved)
    click.echo(f"Restored {_contents(about)}, of {about.made_at:%Y-%m-%d %H:%M} UTC.")
    if done.owed.mails and not moved:
        click.echo(f"Not sent, since it probably was after the backup: {done.owed.mails} mails.")
    click.echo("Start the hub, and see what `python -m hub doctor` says. The worker builds the search index.")
    _tell_lacking(done.lacking, "were missing or damaged when the backup was made")


@contextmanager
def _output(file: Path) -> Iterator[IO[bytes]]:
    """Where a backup goes. Ended from outside, it leaves nothing behind."""
    before = signal.signal(signal.SIGTERM, lambda *_received: sys.exit(1))
    try:
        if str(file) == "-":
            yield making.standard_output()
        else:
            with making.whole_or_nothing(file) as out:
                yield out
    except OSError as error:
        raise Failure(f"{file} cannot be written: {error}") from error
    finally:
        signal.signal(signal.SIGTERM, before)


def _contents(about: About) -> str:
    return f"{sum(about.tables.values()):,} rows of {len(about.tables)} tables and {about.files:,} files"


def _tell_lacking(files: list[Kept], what: str) -> None:
    if files:
        names = ", ".join(str(file.uid) for file in files[:_NAMED])
        raise Failure(f"{len(files)} files {what}: {names}{' …' if len(files) > _NAMED else ''}")
