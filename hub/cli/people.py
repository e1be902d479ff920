"""Commands on people and their tokens: user, token."""

import sys

import click

from hub.accounts import operations, sessions
from hub.accounts.models import Role, User
from hub.cli.context import Failure, in_hub, servers


@click.group()
def user() -> None:
    """Create people and change what they may do."""


@user.command("create")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.MEMBER.value, show_default=True
)
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of standard input."
)
def create_user(email: str, name: str, role: str, password_stdin: bool) -> None:
    """Create a person. Without a password they use a reset link to choose one."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    with servers() as (settings, _children):
        made = in_hub(
            settings, operations.create_user(None, email=email, name=name, role=Role(role), password=password)
        )
        click.echo(f"Created {made.name} ({made.email}), {made.role.value}.")


@user.command("deactivate")
@click.option("--email", required=True)
def deactivate_user(email: str) -> None:
    """Sign a person out everywhere and keep them out. What they wrote stays."""

    async def deactivate() -> None:
        await operations.deactivate(None, await _find(email))

    with servers() as (settings, _children):
        in_hub(settings, deactivate())
        click.echo(f"{email} can no longer sign in.")


@click.group()
def token() -> None:
    """Tokens for programs."""


@token.command("create")
@click.option("--email", required=True, help="Whose token it is.")
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
def create_token(email: str, name: str) -> None:
    """Print a new API token, and nothing else."""

    async def create() -> str:
        person = await _find(email)
        if not person.active:
            raise Failure(f"{email} is not active.")
        return (await sessions.create_token(person.id, name))[1]

    with servers() as (settings, _children):
        click.echo(in_hub(settings, create()))


async def _find(email: str) -> User:
    person = await User.get_or_none(email=email.strip().lower())
    if person is None:
        raise Failure(f"Nobody here has the e-mail address {email}.")
    return person
