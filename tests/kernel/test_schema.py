import asyncio
import subprocess
import sys

import asyncpg
import pytest

from hub.settings import Settings
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


async def build(settings: Settings, name: str, script: str) -> set[str]:
    link = await asyncpg.connect(settings.database_url)
    await link.execute(f'DROP DATABASE IF EXISTS "{name}"')
    await link.execute(f'CREATE DATABASE "{name}"')
    await link.close()
    url = settings.database_url.replace("/hub?", f"/{name}?")
    assert url != settings.database_url
    command = [sys.executable, "-c", script, url]
    result = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return await shape(url)


async def test_migrating_gives_the_same_schema_as_creating_afresh(settings: Settings) -> None:
    migrated = await build(settings, "migrated", MIGRATE)
    created = await build(settings, "created", CREATE)
    assert len(migrated) > 150
    assert migrated == created | BESIDE_MODELS
