"""What was written in a form becomes a case or a reply, and its draft goes: both or neither."""

from typing import Any
from uuid import UUID

from discussions.models import Post, Thread
from discussions.replies import post_reply
from discussions.threads import post_thread
from hub.database import in_transaction
from hub.drafts import operations as drafts
from hub.identity import Reader

CASE_DRAFT = "thread:new"


def reply_draft(thread: Thread) -> str:
    """The key under which an unsent reply to a thread is kept."""
    return f"reply:{thread.id}"


async def send_case(actor: Reader, **case: Any) -> Thread:
    """`post_thread`, with the arguments it takes."""
    async with in_transaction():
        thread = await post_thread(actor, **case)
        await drafts.discard(actor, CASE_DRAFT)
    return thread


async def send_reply(actor: Reader, thread: Thread, body: str, uid: UUID | None) -> Post:
    """`post_reply`, for a reply that was written on the thread's page."""
    async with in_transaction():
        post = await post_reply(actor, thread, body, uid=uid)
        await drafts.discard(actor, reply_draft(thread))
    return post
