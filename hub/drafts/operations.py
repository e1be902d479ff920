"""Keeping what somebody has typed until they send it."""

import json
from typing import Any

from hub.database import connection
from hub.drafts.models import Draft
from hub.errors import TooMany
from hub.identity import Reader

MOST_DRAFTS = 500

_SAVE = """
INSERT INTO draft (user_id, key, content, updated_at) VALUES ($1, $2, $3::jsonb, now())
ON CONFLICT (user_id, key) DO UPDATE SET content = excluded.content, updated_at = now()
"""


async def find(reader: Reader, key: str) -> Draft | None:
    """The saved fields of a form, if any."""
    return await Draft.get_or_none(user_id=reader.id, key=key)


async def keep(reader: Reader, key: str, fields: dict[str, Any]) -> None:
    """Keep the fields of a form as they are now; TooMany when somebody keeps more drafts than a person could."""
    if await Draft.filter(user_id=reader.id).exclude(key=key).count() >= MOST_DRAFTS:
        raise TooMany(60)
    await connection().execute_query(_SAVE, [reader.id, key, json.dumps(fields)])


async def discard(reader: Reader, key: str) -> None:
    """Forget a draft. When its form was sent, call it in the transaction that keeps what was typed."""
    await connection().execute_query("DELETE FROM draft WHERE user_id = $1 AND key = $2", [reader.id, key])
