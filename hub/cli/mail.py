"""The command that mail servers hand returned mail to: bounce."""

import os
import sys

import click

from hub.cli.context import Failure, in_hub, servers
from notifications.smtp.returning import take_back


@click.command()
@click.option(
    "--recipient",
    default="",
    help="The address that the message was delivered to, if the server knows; else its headers tell.",
)
def bounce(recipient: str) -> None:
    """Take back undeliverable mail: read a message from standard input and note what it says of its address.

    For a pipe from the mail server that receives for HUB_BOUNCE_ADDRESS. Exit code 75 asks it to try again later.
    """
    content = sys.stdin.buffer.read()
    try:
        with servers() as (settings, _children):
            returned = in_hub(settings, take_back(content, recipient))
    except Failure as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(os.EX_TEMPFAIL) from error
    if returned is None:
        click.echo("This is no report about a mail of ours.")
    elif returned.hard:
        click.echo(f"{returned.address} gets no more mail: {returned.reason}")
    else:
        click.echo(f"{returned.address} could not take a mail: {returned.reason}")
