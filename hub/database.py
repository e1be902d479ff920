"""The one database: PostgreSQL through Tortoise ORM."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient, TransactionalDBClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection
from tortoise.exceptions import DBConnectionError
from tortoise.migrations.api import migrate as run_migrations
from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from hub.settings import Settings

__all__ = [
    "SCHEMA",
    "connected",
    "connection",
    "credentials",
    "in_transaction",
    "inside_transaction",
    "is_away",
    "may_be_ours",
    "migrate",
    "new_uid",
    "now",
    "one_writer_of",
    "orm_config",
]

# What the migrations make, in one piece; `make migrations` writes it. Step by step, Tortoise builds the classes of all
# models anew for each of some hundred operations, which takes ten seconds and more with every migration.
SCHEMA = Path(__file__).with_name("schema.sql")

# How long a server may take to let us in before it counts as away.
CONNECT_SECONDS = 10.0
_MIGRATING = 7_400_000_000_000_000_000

# Migrations are applied in this order: a package may only point at tables of those above it.
APPS: dict[str, list[str]] = {
    "hub": [
        "hub.accounts.models",
        "hub.audiences.models",
        "hub.vocabulary.models",
        "hub.outbox.models",
        "hub.files.models",
        "hub.drafts.models",
        "hub.audit.models",
        "hub.installation.models",
    ],
    "discussions": ["discussions.models"],
    "knowledge": ["knowledge.models"],
    "notifications": ["notifications.models", "notifications.push.models"],
}

_AWAY = (
    ConnectionError,
    socket.gaierror,
    DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
)
# What a server that goes away in the middle of something causes, and a fault of ours could cause as well: "the
# connection is closed", a statement begun in the moment in which the server ended the connection, no answer in time.
_PERHAPS_AWAY = (TimeoutError, asyncpg.InterfaceError, asyncpg.InternalClientError)


def orm_config(settings: Settings) -> dict[str, Any]:
    """Tortoise's configuration for `HUB_DATABASE_URL`."""
    url = settings.database_url.replace("postgres://", "asyncpg://", 1).replace(
        "postgresql://", "asyncpg://", 1
    )
    engine = expand_db_url(url)
    engine["credentials"] |= {
        "minsize": 1,
        "maxsize": settings.database_pool,
        "application_name": "hub",
        "timeout": CONNECT_SECONDS,
        "reset": _as_it_is,
    }
    return {
        "connections": {"default": engine},
        "apps": {
            app: {"models": modules, "migrations": f"{app}.migrations", "default_connection": "default"}
            for app, modules in APPS.items()
        },
        "use_tz": True,
        "timezone": "UTC",
    }


async def _as_it_is(_link: object) -> None:
    """Return a connection to the pool without the statements that asyncpg would send to make it new again.

    That would double the round trips of a page. Nothing of ours outlives its transaction: settings are made with
    `SET LOCAL`, advisory locks end with it, and the bus listens on a connection of its own. An open transaction is
    rolled back all the same.
    """


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[None]:
    """Open the connection pool of this process."""
    # Uvicorn's lifespan runs in another task than the requests, so the context has to be global.
    await Tortoise.init(config=orm_config(settings), _enable_global_fallback=True)
    try:
        yield
    finally:
        await Tortoise.close_connections()


async def migrate(settings: Settings) -> None:
    """Apply every migration that the database does not have yet; an empty one gets most of them in one piece.

    Of several processes one does, the others wait.
    """
    link = await asyncpg.connect(**credentials(settings))
    try:
        await link.execute("SELECT pg_advisory_lock($1)", _MIGRATING)
        if await link.fetchval("SELECT to_regclass('tortoise_migrations') IS NULL"):
            # One message is one transaction.
            await link.execute(SCHEMA.read_text())
        await run_migrations(config=orm_config(settings))
        await Tortoise.close_connections()
    finally:
        # The lock goes with the connection.
        link.terminate()


def credentials(settings: Settings) -> dict[str, Any]:
    """How asyncpg connects to the database outside of the pool; ``ssl`` is there when the pool insists on TLS."""
    of_pool = orm_config(settings)["connections"]["default"]["credentials"]
    wanted = ("host", "port", "user", "password", "database", "ssl")
    return {name: of_pool[name] for name in wanted if name in of_pool}


def connection() -> BaseDBAsyncClient:
    """The connection of the current transaction, or the pool outside of one."""
    return get_connection("default")


async def one_writer_of(uid: UUID) -> None:
    """Let repetitions of one write wait for each other until the transaction ends, so that each sees the first."""
    await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext($1))", [str(uid)])


def is_away(error: BaseException) -> bool:
    """Whether `error` tells that the database cannot be reached now, rather than that something is wrong."""
    if isinstance(error, FileNotFoundError):
        # A missing file has a name; the missing socket of a server on this machine has none.
        return error.filename is None
    return isinstance(error, _AWAY) or may_be_ours(error)


def may_be_ours(error: BaseException) -> bool:
    """Whether `error` counts as the database being away and might yet be a fault of ours: log where it came from."""
    # Wrong configuration of the library is a ValueError, too.
    return isinstance(error, _PERHAPS_AWAY) and not isinstance(error, (ValueError, *_AWAY))


def inside_transaction() -> bool:
    return isinstance(connection(), TransactionalDBClient)


def new_uid() -> UUID:
    """A UUIDv7 (RFC 9562): unique everywhere and sorted by the time it was made."""
    return uuid7()


def now() -> datetime:
    return datetime.now(UTC)
