import asyncio
import subprocess
import sys

import asyncpg
import pytest

from hub.database import SCHEMA
from hub.settings import Settings
from tests.migrations import dump, step_by_step
from tests.site import ROOT

pytestmark = pytest.mark.pure

MIGRATE = """
import asyncio, sys
from hub.database import migrate
from hub.settings import Settings
asyncio.run(migrate(Settings(database_url=sys.argv[1])))
"""
CREATE = """
import asyncio, sys
from tortoise import Tortoise
from hub.database import connected
from hub.settings import Settings
async def main():
    async with connected(Settings(database_url=sys.argv[1])):
        await Tortoise.generate_schemas()
asyncio.run(main())
"""
COLUMNS = """
SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
    || coalesce(character_maximum_length::text, '') AS line
FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'tortoise_%'
"""
CONSTRAINTS = """
SELECT c.conrelid::regclass || ' ' || pg_get_constraintdef(c.oid) AS line
FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
WHERE n.nspname = 'public' AND c.contype IN ('f', 'u', 'p') AND c.conrelid::regclass::text NOT LIKE 'tortoise_%'
"""
INDEXES = """
SELECT regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON') AS line FROM pg_indexes
WHERE schemaname = 'public' AND tablename NOT LIKE 'tortoise_%'
"""
# What models cannot name: indexes of tables without a model, and of some rows only.
BESIDE_MODELS = {
    "CREATE INDEX ON public.thread_term USING btree (term_id, thread_id)",
    "CREATE INDEX ON public.article_term USING btree (term_id, article_id)",
    "CREATE INDEX ON public.thread USING btree (assignee_id) WHERE (assignee_id IS NOT NULL)",
    "CREATE INDEX ON public.thread USING btree (active_at) WHERE (reply_count = own_count)",
    *(
        f"CREATE INDEX ON public.thread USING btree (active_at) WHERE ((reply_count {sign} own_count)"
        " AND (answer_count = 0) AND (locked_at IS NULL) AND (hidden_at IS NULL)"
        " AND ((kind)::text = 'question'::text))"
        for sign in ("=", ">")
    ),
    "CREATE INDEX ON public.thread USING btree (active_at) WHERE ((kind)::text = 'complaint'::text)",
    *(
        f"CREATE INDEX ON public.thread USING btree ({column}, id)"
        " WHERE ((answer_count > 0) AND (hidden_at IS NULL))"
        for column in ("reply_count", "created_at")
    ),
    "CREATE INDEX ON public.thread USING btree (escalate_at) WHERE (escalate_at IS NOT NULL)",
    "CREATE INDEX ON public.thread USING btree (active_at) WHERE (locked_at IS NOT NULL)",
    "CREATE INDEX ON public.thread USING btree (active_at) WHERE (hidden_at IS NOT NULL)",
}


async def shape(url: str) -> set[str]:
    link = await asyncpg.connect(url)
    try:
        return {row["line"] for query in (COLUMNS, CONSTRAINTS, INDEXES) for row in await link.fetch(query)}
    finally:
        await link.close()


async def empty(settings: Settings, name: str) -> str:
    """The address of a database with nothing in it."""
    link = await asyncpg.connect(settings.database_url)
    await link.execute(f'DROP DATABASE IF EXISTS "{name}"')
    await link.execute(f'CREATE DATABASE "{name}"')
    await link.close()
    url = settings.database_url.replace("/hub?", f"/{name}?")
    assert url != settings.database_url
    return url


async def run(script: str, url: str) -> None:
    command = [sys.executable, "-c", script, url]
    result = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


async def test_an_empty_database_gets_exactly_what_the_migrations_make_step_by_step(
    settings: Settings,
) -> None:
    migrated = await empty(settings, "migrated")
    await asyncio.to_thread(step_by_step, migrated)
    assert dump(migrated) == SCHEMA.read_text(), "run `make migrations`"
    at_once = await empty(settings, "at_once")
    await run(MIGRATE, at_once)
    assert dump(at_once) == SCHEMA.read_text()


async def test_the_tables_are_those_of_the_models(settings: Settings) -> None:
    migrated, created = await empty(settings, "migrated"), await empty(settings, "created")
    await run(MIGRATE, migrated)
    await run(CREATE, created)
    of_models = await shape(created)
    assert len(of_models) > 150
    assert await shape(migrated) == of_models | BESIDE_MODELS
