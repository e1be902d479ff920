"""What was written in a form becomes a case or a reply, and its draft goes: both or neither."""

from typing import Any
from uuid import UUID

from discussions.models import Post, Thread
from discussions.replies import post_reply
from discussions.threads import post_thread
from hub.identity import Reader

CASE_DRAFT = "thread:new"


def reply_draft(thread_id: int) -> str:
    """The key under which an unsent reply to a thread is kept."""
    return f"reply:{thread_id}"


async def send_case(actor: Reader, **case: Any) -> Thread:
    """`post_thread`, with the arguments it takes."""
    return await post_thread(actor, **case, draft=CASE_DRAFT)


async def send_reply(actor: Reader, thread_id: int, body: str, uid: UUID | None) -> Post:
    """`post_reply`, for a reply that was written on the thread's page."""
    return await post_reply(actor, thread_id, body, uid=uid, draft=reply_draft(thread_id))
