"""What was written in a form becomes a case or a reply, and its draft goes: both or neither."""

from typing import Any
from uuid import UUID, uuid5

from discussions.models import Post, Thread
from discussions.replies import post_reply
from discussions.threads import post_thread
from hub.errors import UidTaken
from hub.identity import Reader
from hub.repetition import digest_of

CASE_DRAFT = "thread:new"


def reply_draft(thread_id: int) -> str:
    """The key under which an unsent reply to a thread is kept."""
    return f"reply:{thread_id}"


async def send_case(actor: Reader, **case: Any) -> Thread:
    """`post_thread`, with the arguments it takes."""
    return await post_thread(actor, **case, draft=CASE_DRAFT)


async def send_reply(actor: Reader, thread_id: int, body: str, uid: UUID | None, strategy: str = "") -> Post:
    """`post_reply`, for a reply that was written on the thread's page; another text makes another reply.

    Two windows of a browser may show one kept page, and so have one `uid`.
    """
    draft = reply_draft(thread_id)
    try:
        return await post_reply(actor, thread_id, body, uid=uid, draft=draft, strategy=strategy)
    except UidTaken:
        assert uid
        # The same again when this text is sent once more.
        its_own = uuid5(uid, f"{actor.id} {digest_of('reply', thread_id, body, strategy)}")
        return await post_reply(actor, thread_id, body, uid=its_own, draft=draft, strategy=strategy)
