"""``hub import threads``, ``hub import articles`` and ``hub import defects``."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from hub import database
from hub.cli.context import Failure, in_hub, servers
from hub.cli.importing.articles import Articles
from hub.cli.importing.defects import Defects
from hub.cli.importing.known import LONGEST_SPACE
from hub.cli.importing.lines import read_lines
from hub.cli.importing.running import Importer, Tally, run
from hub.cli.importing.threads import Threads
from hub.errors import InvalidInput
from hub.text import Line
from knowledge import kinds
from knowledge.models import Origin

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_dry_run = click.option("--dry-run", is_flag=True, help="Say what would be brought in and change nothing.")


@click.group("import")
def import_() -> None:
    """Bring in threads, articles or reports of defects, one JSON object a line. A second run adds nothing.

    A bad line is reported with its number and reason, and the rest goes on; the exit code is then 1.
    """


@import_.command("threads")
@click.argument("file", type=_FILE)
@click.option("--space", required=True, metavar="NAME", help="The space they go to; made when there is none.")
@_dry_run
def import_threads(file: Path, space: str, dry_run: bool) -> None:
    """Bring in threads with their replies, accepted answers and dates.

    A line is {id, title, body, author, created, tags, replies: [{author, body, created, accepted}]}. Authors
    that nobody here has the e-mail address of become inactive accounts; tags that are missing are made.
    """

    try:
        name = Line(LONGEST_SPACE)(space)
    except ValueError as error:
        raise Failure(f"--space: {error}") from error
    _import(file, Threads(name), dry_run)


@import_.command("articles")
@click.argument("file", type=_FILE)
@click.option("--kind", required=True, type=click.Choice([kind.key for kind in kinds.every()]))
@_dry_run
def import_articles(file: Path, kind: str, dry_run: bool) -> None:
    """Bring in articles, not validated yet and readable by everyone.

    A line is {id, title, body, tags, author?, created?}; the body is Markdown.
    """

    _import(file, Articles(kinds.find(kind)), dry_run)


@import_.command("defects")
@click.argument("file", type=_FILE)
@click.option(
    "--product", required=True, metavar="NAME", help="The product they are about; its team reads them."
)
@click.option("--resold", is_flag=True, help="A resold product: the vendor liaison reads them.")
@_dry_run
def import_defects(file: Path, product: str, resold: bool, dry_run: bool) -> None:
    """Bring in reports of defects with their states and dates, as bug trackers export them.

    A line is {id, title, body, author?, severity, status, resolution, version, created, resolved}.
    """

    importer = Defects(product, Origin.RESOLD if resold else Origin.OWN)
    _import(file, importer, dry_run, importer.check)


async def _nothing() -> None:
    """Most imports make what they need."""


def _import(
    file: Path, importer: Importer, dry_run: bool, check: Callable[[], Awaitable[None]] = _nothing
) -> None:
    bad_lines = 0
    size, hidden = file.stat().st_size, not sys.stderr.isatty()

    async def work() -> Tally:
        try:
            await check()
        except InvalidInput as error:
            raise Failure("; ".join(error.errors.values())) from error
        with file.open("rb") as lines, click.progressbar(length=size, file=sys.stderr, hidden=hidden) as bar:

            def bad(number: int, reason: str) -> None:
                nonlocal bad_lines
                bad_lines += 1
                clear = "\r\x1b[K" if sys.stderr.isatty() else ""
                click.echo(f"{clear}line {number}: {reason}", err=True)

            return await run(importer, read_lines(lines), dry_run=dry_run, bad=bad, progress=bar.update)

    with servers() as (settings, _children):
        asyncio.run(database.migrate(settings))
        tally = in_hub(settings, work())
    for name, seen in tally.seen.items():
        made = tally.made[name]
        click.echo(
            f"{seen} {name}: {made} {'would be new' if dry_run else 'new'}, {seen - made} already there"
        )
    if bad_lines:
        click.echo(f"{bad_lines} bad lines were left out", err=True)
        raise SystemExit(1)
