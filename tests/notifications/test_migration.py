"""What people chose and were told before mail had timings stays chosen and told."""

import asyncio
import json
import subprocess
import sys

import asyncpg
import pytest

from hub.settings import Settings
from tests.site import ROOT

pytestmark = pytest.mark.pure

MIGRATE = """
import asyncio, sys
from tortoise.migrations.api import migrate
from hub.database import orm_config
from hub.settings import Settings
asyncio.run(migrate(config=orm_config(Settings(database_url=sys.argv[1])), target=sys.argv[2]))
"""
BEFORE = """
INSERT INTO account (uid, name, handle, role, active, placeholder, job_title, about, locale, timezone, theme,
    created_at)
VALUES (gen_random_uuid(), 'Ann', 'ann', 'member', true, false, '', '', 'en', 'UTC', 'auto', now());
INSERT INTO mail_choice (user_id, kind) VALUES (1, 'reply');
INSERT INTO notification (uid, user_id, event_id, kind, topic, thread_id, created_at)
SELECT gen_random_uuid(), 1, event_id, 'mention', 'thread:1', 1, now() FROM generate_series(1, 2) AS event_id;
"""
MAIL = """
INSERT INTO mail
    (user_id, address, template, context, message_id, state, failures, run_at, last_error, created_at)
VALUES (1, 'ann@example.com', $1, $2::jsonb, $1, 'sent', 0, now(), '', now())
"""


async def migrate(url: str, target: str) -> None:
    command = [sys.executable, "-c", MIGRATE, url, target]
    result = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


async def test_a_refused_kind_becomes_off_and_what_was_mailed_counts_as_told(settings: Settings) -> None:
    link = await asyncpg.connect(settings.database_url)
    await link.execute('DROP DATABASE IF EXISTS "before"')
    await link.execute('CREATE DATABASE "before"')
    await link.close()
    url = settings.database_url.replace("/hub?", "/before?")
    assert url != settings.database_url
    await migrate(url, "notifications.0001_initial")
    link = await asyncpg.connect(url)
    await link.execute(BEFORE)
    await link.execute(MAIL, "invitation", json.dumps({"invitation": 2}))
    await link.execute(MAIL, "mention", json.dumps({"notification": 1}))
    await migrate(url, "notifications.0002_mail_timing")
    choices = await link.fetch("SELECT user_id, kind, timing FROM mail_choice")
    told = await link.fetch("SELECT id, mail_id FROM notification ORDER BY id")
    await link.close()
    assert [tuple(row) for row in choices] == [(1, "reply", "off")]
    assert [tuple(row) for row in told] == [(1, 2), (2, None)]
