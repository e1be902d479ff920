"""Edits: each keeps the state it made as a revision whose parent is the state it began with."""

from datetime import datetime
from typing import Any

from discussions.errors import StaleRevision
from discussions.models import Post, Revision
from discussions.writing import Text, store_links, store_revision
from hub.identity import Reader


def check_base(post: Post, base_revision: int | None) -> None:
    """StaleRevision unless the edit began with what the post says now; call it under the thread's lock."""
    if base_revision is not None and base_revision != post.revision_number:
        raise StaleRevision(post.revision_number)


async def revise(
    actor: Reader, post: Post, text: Text, version: int, at: datetime, header: dict[str, Any] | None
) -> None:
    """Give a post of a locked thread another text. `header` is the case's, None for replies."""
    parent = await Revision.get(post_id=post.id, number=post.revision_number)
    post.body, post.html = text.body, text.html
    post.version, post.edited_at = version, at
    post.revision_number += 1
    await post.save(update_fields=["body", "html", "version", "edited_at", "revision_number"])
    await store_links(actor, post, text)
    await store_revision(actor, post, at, header, parent)
