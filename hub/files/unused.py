"""Sealed files that were sent in and never used, or that were sealed anew to another key."""

import asyncio

from hub.database import connection
from hub.files.operations import store
from hub.files.sniffing import SEALED

# What a browser sends sealed files as: the true name is sealed, too.
SEALED_NAME = "sealed.age"
# Whoever seals a report sends its files in a moment before.
KEPT_HOURS = 24

_FORGET = f"""
DELETE FROM file WHERE mime = '{SEALED}' AND name = '{SEALED_NAME}'
    AND created_at < now() - interval '{KEPT_HOURS} hours'
    AND NOT EXISTS (SELECT 1 FROM attachment WHERE attachment.file_id = file.id)
RETURNING uid
"""  # noqa: S608  # our source, nothing that people wrote


async def forget_unused() -> None:
    """Delete sealed files that hang on nothing after `KEPT_HOURS`: rows first, so that no row lacks its bytes."""
    for row in await connection().execute_query_dict(_FORGET):
        await asyncio.to_thread(store().path(row["uid"]).unlink, missing_ok=True)
