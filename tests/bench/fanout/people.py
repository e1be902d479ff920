"""People, sessions and cases, written straight into the database of a hub that runs."""

import asyncio
import secrets
from pathlib import Path

from discussions import threads
from discussions.models import Space
from hub import composition
from hub.accounts.sessions import COOKIE, digest
from hub.database import connected, connection, new_uid
from hub.embedded import start_postgres
from hub.identity import load_readers
from hub.settings import Settings, use_settings

WORDS = (
    "The label printer stops after ten labels and blinks twice. We cleaned the head, changed the ribbon and "
    "calibrated the gap, and the customer wants to know by noon whether to send it in. "
)

_PEOPLE = """
INSERT INTO account
    (uid, email, name, handle, role, active, placeholder, job_title, about, locale, timezone, theme, created_at)
SELECT uid, 'viewer' || number || '@example.com', 'Viewer ' || number, 'viewer' || number, 'member', true, false,
    '', '', CASE WHEN number % 2 = 0 THEN 'zh' ELSE 'en' END, 'UTC', 'auto', now()
FROM unnest($1::uuid[]) WITH ORDINALITY AS new(uid, number) RETURNING id
"""
_SESSIONS = """
INSERT INTO session (uid, user_id, token_digest, user_agent, address, created_at, seen_at, expires_at)
SELECT uid, user_id, token_digest, 'bench', '127.0.0.1', now(), now(), now() + interval '1 day'
FROM unnest($1::uuid[], $2::bigint[], $3::text[]) AS new(uid, user_id, token_digest)
"""


def populate(folder: Path, *, people: int, cases: int) -> tuple[list[str], list[int]]:
    """Cookies of that many signed-in people, half of whom read Chinese, and the ids of that many cases."""
    server = start_postgres(folder)
    settings = Settings(data_dir=folder, database_url=server.url)
    use_settings(settings)
    try:
        return asyncio.run(_populate(settings, people, cases))
    finally:
        server.stop()


async def _populate(settings: Settings, people: int, cases: int) -> tuple[list[str], list[int]]:
    composition.wire()
    async with connected(settings):
        rows = await connection().execute_query_dict(_PEOPLE, [[new_uid() for _person in range(people)]])
        ids = [row["id"] for row in rows]
        tokens = [secrets.token_urlsafe(32) for _id in ids]
        await connection().execute_query(
            _SESSIONS, [[new_uid() for _id in ids], ids, [digest(token) for token in tokens]]
        )
        return [f"{COOKIE}={token}" for token in tokens], await cases_of(ids[0], cases)


async def cases_of(author_id: int, number: int) -> list[int]:
    """The ids of that many new cases of one person, within a connection to the database."""
    [author] = await load_readers([author_id])
    space = await Space.all().order_by("id").first()
    assert space
    return [
        (await threads.post_thread(author, space=space, title=f"Case {place}", body=WORDS)).id
        for place in range(number)
    ]
