"""What every command needs: settings, and the servers behind them."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import asyncpg
from pydantic import ValidationError
from tortoise.exceptions import DBConnectionError

from hub import composition
from hub.database import connected
from hub.embedded import (
    EmbeddedMeilisearch,
    EmbeddedPostgres,
    MeilisearchMissing,
    start_meilisearch,
    start_postgres,
)
from hub.errors import HubError, InvalidInput
from hub.furnishing import set_up_if_new
from hub.settings import Settings, use_settings

T = TypeVar("T")


class Failure(Exception):
    """A command cannot do its work; the text says why and what to do."""


def read_settings() -> Settings:
    """The settings from the environment; Failure names a bad one."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"HUB_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors()]
        raise Failure("These settings cannot be used:\n  " + "\n  ".join(lines)) from error


@dataclass(frozen=True)
class Children:
    """The servers of the hub's own that a command uses."""

    postgres: EmbeddedPostgres | None
    engine: EmbeddedMeilisearch | None


@contextmanager
def servers(*, engine: bool = False) -> Iterator[tuple[Settings, Children]]:
    """The settings with the addresses of the child servers they need; started, or joined when they run already.

    Without a Meilisearch program the hub works on: search then falls back on the database.
    """
    settings = read_settings()
    with ExitStack() as stack:
        postgres = None
        if not settings.database_url:
            postgres = stack.enter_context(start_postgres(settings.data_dir))
            settings = settings.model_copy(update={"database_url": postgres.url})
        meilisearch = None
        if engine and not settings.meili_url:
            try:
                meilisearch = stack.enter_context(start_meilisearch(settings.data_dir))
            except MeilisearchMissing:
                meilisearch = None
            else:
                settings = settings.model_copy(
                    update={"meili_url": meilisearch.url, "meili_key": meilisearch.key}
                )
        use_settings(settings)
        yield settings, Children(postgres, meilisearch)


def in_hub(settings: Settings, work: Coroutine[Any, Any, T]) -> T:
    """Run `work` with a database connection and all packages known; Failure for what people can mend."""

    async def inside() -> T:
        composition.wire()
        async with connected(settings):
            return await work

    try:
        set_up_if_new(settings)
        return asyncio.run(inside())
    except InvalidInput as error:
        raise Failure("\n".join(f"{field}: {text}" for field, text in error.errors.items())) from error
    except HubError as error:
        raise Failure(str(error)) from error
    except (OSError, asyncpg.PostgresError, DBConnectionError) as error:
        raise Failure(f"The database cannot be reached: {error}") from error
    finally:
        # Python complains about a coroutine that never ran; closing one that did changes nothing.
        work.close()
