"""Databases on the hub's server: the present one, the one that a restore fills beside it, and the change of names."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from hub.cli.backups import programs
from hub.cli.context import Failure
from hub.cli.schema import applied
from hub.database import credentials
from hub.settings import Settings

_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_LIKE_THIS = "SELECT to_jsonb(d)::text FROM pg_database d WHERE datname = current_database()"
_PROVIDERS = {"c": "libc", "i": "icu", "b": "builtin"}


async def examine(settings: Settings, *, replace: bool) -> int:
    """The major version of the server. Failure when the hub runs, or is not empty and must not be replaced."""
    link = await programs.connect(settings)
    try:
        if others := await link.fetchval(_OTHERS):
            raise Failure(
                f"The hub is running: {others} connections to its database are open. Stop all of its processes first."
            )
        if (
            not replace
            and await applied(link)
            and await link.fetchval("SELECT EXISTS (SELECT 1 FROM account)")
        ):
            raise Failure(
                "People use this hub already. With --replace, everything in it gives way to the backup."
            )
        return int(link.get_server_version().major)
    finally:
        await link.close()


def beside(settings: Settings) -> Settings:
    """The settings of a hub on the database that a restore fills."""
    parts = urlsplit(settings.database_url)
    fresh = parts._replace(path=f"/{quote(_beside(settings), safe='')}")
    return settings.model_copy(update={"database_url": urlunsplit(fresh)})


async def create_beside(settings: Settings) -> None:
    """Make an empty database like the present one; what an interrupted restore left goes."""
    link = await programs.connect(settings)
    try:
        like = _like(await link.fetchval(_LIKE_THIS))
        await _drop(link, _beside(settings))
        await link.execute(f"CREATE DATABASE {_quoted(_beside(settings))} TEMPLATE template0 {like}")
    except asyncpg.InsufficientPrivilegeError as error:
        role = credentials(settings)["user"]
        raise Failure(
            f"A restore fills a new database, and {role} may not make one. As a superuser of the server:"
            f" ALTER ROLE {_quoted(role)} CREATEDB"
        ) from error
    finally:
        await link.close()


async def drop_beside(settings: Settings) -> None:
    """Give the unfinished database up."""
    link = await programs.connect(settings)
    try:
        await _drop(link, _beside(settings))
    finally:
        await link.close()


async def swap(settings: Settings) -> None:
    """Let the new database take the name of the present one, in one transaction; then drop that one.

    Failure, and nothing is changed, when the hub was started meanwhile.
    """
    present, replaced = _name(settings), f"{_name(settings)}_replaced"
    async with _elsewhere(settings) as link:
        await _drop(link, replaced)
        try:
            async with link.transaction():
                await link.execute(f"ALTER DATABASE {_quoted(present)} RENAME TO {_quoted(replaced)}")
                await link.execute(
                    f"ALTER DATABASE {_quoted(_beside(settings))} RENAME TO {_quoted(present)}"
                )
        except asyncpg.ObjectInUseError as error:
            raise Failure(
                "The hub was started during the restore. Nothing was changed; stop it first."
            ) from error
        await _drop(link, replaced)


@asynccontextmanager
async def _elsewhere(settings: Settings) -> AsyncIterator[Any]:
    """A connection to another database of the server: one's own cannot be renamed."""
    link = await programs.connect(settings, "postgres")
    try:
        yield link
    finally:
        await link.close()


async def _drop(link: Any, database: str) -> None:
    await link.execute(f"DROP DATABASE IF EXISTS {_quoted(database)} WITH (FORCE)")


def _like(description: str) -> str:
    """How to make a database that sorts and compares as this one does; the names of the columns changed in 17."""
    known: dict[str, Any] = json.loads(description)
    provider = _PROVIDERS[known["datlocprovider"]]
    locale = known.get("datlocale") or known.get("daticulocale")
    options = {"LOCALE_PROVIDER": provider, "LC_COLLATE": known["datcollate"], "LC_CTYPE": known["datctype"]}
    if locale:
        options[f"{provider.upper()}_LOCALE"] = locale
    return " ".join(["ENCODING 'UTF8'", *(f"{name} {_literal(value)}" for name, value in options.items())])


def _beside(settings: Settings) -> str:
    return f"{_name(settings)}_restoring"


def _name(settings: Settings) -> str:
    return str(credentials(settings)["database"])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
