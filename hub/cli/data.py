"""Commands on the data: migrate, seed, reindex."""

import asyncio
import sys

import click

from hub import database
from hub.cli.context import Failure, in_hub, servers
from hub.demo import seed as demo
from hub.furnishing import bring_up_to_date
from search import reindex as reindexing


@click.command()
def migrate() -> None:
    """Bring the database to this version."""
    with servers() as (settings, _children):
        bring_up_to_date(settings)
        click.echo("The database is up to date.")


@click.command()
def seed() -> None:
    """Fill an empty hub with the demo company and print its logins."""
    with servers() as (settings, _children):
        asyncio.run(database.migrate(settings))
        click.echo(demo.ensure(settings))
        bring_up_to_date(settings)


@click.command()
def reindex() -> None:
    """Build a fresh search index beside the present one, then swap them."""
    with servers(engine=True) as (settings, _children):
        if not settings.meili_url:
            raise Failure("There is no Meilisearch: set HUB_MEILI_URL, or put the program on the PATH.")
        done = in_hub(settings, reindexing.reindex(_progress))
        click.echo(f"{done} threads and articles are indexed.")


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {total}", nl=done == total, err=True)
