"""What a hub needs before the first person comes: its own row, the audience of everyone, words, a first space."""

import asyncio

from discussions import spaces
from discussions.models import Space
from hub import composition, installation
from hub.audiences.operations import everyone
from hub.database import connected, connection, in_transaction, migrate
from hub.settings import Settings
from hub.vocabulary.models import Term
from hub.vocabulary.operations import load_defaults


def bring_up_to_date(settings: Settings) -> None:
    """Apply the migrations and furnish a hub that is new."""

    async def inside() -> None:
        await migrate(settings)
        composition.wire()
        async with connected(settings):
            await furnish()

    asyncio.run(inside())


def set_up_if_new(settings: Settings) -> None:
    """Bring a database up to date that has no tables yet, so that any command may be the first one."""

    async def is_new() -> bool:
        async with connected(settings):
            [row] = await connection().execute_query_dict("SELECT to_regclass('account') IS NULL AS is_new")
            return bool(row["is_new"])

    if asyncio.run(is_new()):
        bring_up_to_date(settings)


async def furnish() -> None:
    """Add what is missing. A hub that has spaces or words of its own keeps exactly those."""
    async with in_transaction():
        await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext('furnish'))")
        await installation.ensure()
        audience = await everyone()
        if not await Term.exists():
            await load_defaults()
        if not await Space.exists():
            await spaces.create(
                None, name="Cases", slug="cases", description="Hard cases of every kind.", audience=audience
            )
