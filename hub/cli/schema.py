"""Migrations: which this version has, and which a database has."""

import asyncpg

from hub.database import APPS
from hub.i18n import ROOT

APPLIED = "SELECT app || '.' || name AS name FROM tortoise_migrations ORDER BY app, name"


def known() -> list[str]:
    """Every migration of this version, such as ``hub.0001_initial``."""
    return [
        f"{app}.{file.stem}" for app in APPS for file in sorted((ROOT / app / "migrations").glob("[0-9]*.py"))
    ]


async def applied(link: asyncpg.Connection) -> list[str]:
    """The migrations that a database has, in the order of their names; none for an empty database."""
    if not await link.fetchval("SELECT to_regclass('public.tortoise_migrations') IS NOT NULL"):
        return []
    return [row["name"] for row in await link.fetch(APPLIED)]
