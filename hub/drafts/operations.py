"""What happens to a draft when its form is sent."""

from typing import Any

from hub.drafts.models import Draft
from hub.identity import Reader


async def find(reader: Reader, key: str) -> dict[str, Any]:
    """The saved fields of a form, or nothing."""
    draft = await Draft.get_or_none(user_id=reader.id, key=key)
    return draft.content if draft else {}


async def finish(reader: Reader, key: str) -> None:
    """Forget a draft; call it in the transaction that keeps what was typed."""
    await Draft.filter(user_id=reader.id, key=key).delete()
