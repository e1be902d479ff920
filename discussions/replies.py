"""Replying, editing and deleting posts."""

from datetime import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError

from discussions import policy
from discussions.errors import ThreadLocked
from discussions.events import AnswerWithdrawn, PostDeleted, PostEdited, ReplyPosted
from discussions.models import AcceptedAnswer, Mention, Post, Revision, Thread
from discussions.revising import check_base, revise
from discussions.watching import follow_own
from discussions.writing import (
    changed,
    digest_of,
    locked,
    next_post_id,
    prepare,
    same_write,
    store_links,
    store_revision,
)
from hub import audit
from hub.database import new_uid, now
from hub.drafts import operations as drafts
from hub.errors import Forbidden, UidTaken
from hub.files.attaching import attach
from hub.identity import Reader
from hub.outbox import record


async def post_reply(
    actor: Reader,
    thread: Thread,
    body: str,
    *,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
    draft: str = "",
) -> Post:
    """A new reply under the thread's next number. `draft` is the key of the draft that it was, which goes.

    The same `uid` with the same text gives the first reply again, with another text UidTaken. `imported`
    ones keep their date `at`, and may stand in a thread that is locked or that their author cannot read.
    """
    digest = digest_of("reply", thread.id, body)
    post_id = await next_post_id()
    text = await prepare(body, post_id)
    at = at or now()
    async with locked(actor, thread, imported=imported) as current:
        if uid and (first := await _first(actor, uid, digest)):
            return first
        if not imported and not policy.may_reply(actor, current):
            raise ThreadLocked
        post = Post(
            id=post_id,
            uid=uid or new_uid(),
            digest=digest,
            thread=current,
            number=current.last_number + 1,
            author_id=actor.id,
            body=body,
            html=text.html,
            version=current.version + 1,
            created_at=at,
        )
        try:
            await post.save(force_create=True)
        except IntegrityError as error:
            # A repetition has waited for the thread's row and found the first one above. So somebody has used this
            # uid in another thread at the same moment.
            raise UidTaken from error
        current.last_number = post.number
        current.reply_count += 1
        current.active_at = max(current.active_at, at)
        version = await changed(current, "last_number", "reply_count", "active_at")
        await store_links(actor, post, text)
        await store_revision(actor, post, at, None)
        await follow_own(actor, current, post.number)
        if draft:
            await drafts.discard(actor, draft)
        await record(
            ReplyPosted(
                thread_id=current.id, version=version, actor_id=actor.id, post_id=post.id, imported=imported
            )
        )
    return post


async def edit_post(
    actor: Reader, post: Post, body: str, *, base_revision: int | None, at: datetime | None = None
) -> Post:
    """Change the text of a post, a case's too.

    `base_revision` is what the edit began with: StaleRevision when somebody has changed the post since;
    None takes the newest for granted.
    """
    text = await prepare(body, post.id)
    async with locked(actor, await Thread.get(id=post.thread_id)) as current:
        fresh = await Post.get(id=post.id)
        if not policy.may_edit(actor, fresh):
            raise Forbidden
        if fresh.body == body:
            return fresh
        check_base(fresh, base_revision)
        newest = await Revision.get(post_id=post.id, number=fresh.revision_number)
        version = await changed(current)
        await revise(actor, fresh, text, version, at or now(), newest.header)
        await record(PostEdited(thread_id=current.id, version=version, actor_id=actor.id, post_id=post.id))
    return fresh


async def delete_post(actor: Reader, post: Post, *, at: datetime | None = None) -> Post:
    """Make a reply a stub: its text, files and mentions go, its revisions stay for leads. Twice is once."""
    async with locked(actor, await Thread.get(id=post.thread_id)) as current:
        fresh = await Post.get(id=post.id)
        if fresh.deleted_at:
            return fresh
        if not policy.may_delete(actor, fresh):
            raise Forbidden
        withdrawn = await AcceptedAnswer.filter(post_id=fresh.id).delete()
        current.reply_count -= 1
        current.answer_count -= withdrawn
        version = await changed(current, "reply_count", "answer_count")
        fresh.body = fresh.html = ""
        fresh.version = version
        fresh.deleted_at, fresh.deleted_by_id = at or now(), actor.id
        await fresh.save(update_fields=["body", "html", "version", "deleted_at", "deleted_by_id"])
        await attach(actor, "post", fresh.id, [])
        await Mention.filter(post_id=fresh.id).delete()
        await audit.log(actor, "post.deleted", "post", fresh.id, author_id=fresh.author_id)
        if withdrawn:
            await record(
                AnswerWithdrawn(thread_id=current.id, version=version, actor_id=actor.id, post_id=fresh.id)
            )
        await record(PostDeleted(thread_id=current.id, version=version, actor_id=actor.id, post_id=fresh.id))
    return fresh


async def _first(actor: Reader, uid: UUID, digest: str) -> Post | None:
    """The post that was written under `uid` before; UidTaken when this is not the same write."""
    post = await Post.get_or_none(uid=uid)
    if post:
        same_write(post, actor, digest)
    return post
