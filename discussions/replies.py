"""Replying, editing and deleting posts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from discussions import policy
from discussions.errors import ThreadLocked
from discussions.events import AnswerWithdrawn, PostDeleted, PostEdited, ReplyPosted
from discussions.models import AcceptedAnswer, Mention, Post, Revision, Thread
from discussions.revising import check_base, revise
from discussions.strategies.marking import drop, mark
from discussions.watching import follow_own
from discussions.writing import changed, locked, prepare, store_links
from hub import audit
from hub.database import connection, in_transaction, new_uid, now
from hub.drafts import operations as drafts
from hub.errors import Forbidden, NotFound
from hub.files.attaching import attach
from hub.identity import Reader
from hub.outbox import record
from hub.repetition import digest_of, same_write

# What can be known before the thread's row is locked: nothing is rendered for who cannot see it.
_APPROACH = """
SELECT audience_id, author_id, hidden_at IS NOT NULL AS hidden, locked_at,
    nextval(pg_get_serial_sequence('post', 'id')) AS post_id
FROM thread WHERE id = $1
"""
# One statement, for the thread's row is locked from here to the end of the transaction. Whoever comes second reads
# the row that the first has left, so numbers and versions have no gaps. No row: no such thread; no number: the uid
# is taken.
_WRITE = """
WITH raised AS (
    UPDATE thread SET last_number = last_number + 1, reply_count = reply_count + 1, version = version + 1,
        own_count = own_count + (author_id = $5)::int,
        active_at = greatest(active_at, $8)
    WHERE id = $1
    RETURNING id, last_number, version, audience_id, author_id, hidden_at IS NOT NULL AS hidden, locked_at
), written AS (
    INSERT INTO post
        (id, uid, digest, thread_id, number, author_id, body, html, version, revision_number, created_at)
    SELECT $2, $3, $4, id, last_number, $5, $6, $7, version, 1, $8 FROM raised
    ON CONFLICT (uid) DO NOTHING
    RETURNING id, number, version
), kept AS (
    INSERT INTO post_revision (uid, post_id, number, author_id, body, created_at)
    SELECT $9, id, 1, $5, $6, $8 FROM written
)
SELECT written.number, written.version, audience_id, author_id, hidden, locked_at
FROM raised LEFT JOIN written ON true
"""


class _Repeated(Exception):
    """A reply's uid is there already."""


async def post_reply(
    actor: Reader,
    thread_id: int,
    body: str,
    *,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
    draft: str = "",
    strategy: str = "",
) -> Post:
    """A new reply under the thread's next number. `draft` is the key of the draft that it was, which goes.

    With a title as `strategy` it is one from the beginning.

    The same `uid` with the same text gives the first reply again, with another text UidTaken. NotFound when `actor`
    cannot see the thread. `imported` ones keep their date `at`, and may stand in a thread that is locked or that
    their author cannot read.
    """
    approached = await connection().execute_query_dict(_APPROACH, [thread_id])
    _check_visible(actor, approached, imported=imported)
    post_id = approached[0]["post_id"]
    text = await prepare(body, post_id)
    post = Post(
        id=post_id,
        uid=uid or new_uid(),
        digest=digest_of("reply", thread_id, body, *([strategy] if strategy else [])),
        thread_id=thread_id,
        author_id=actor.id,
        body=body,
        html=text.html,
        created_at=at or now(),
    )
    # It is stored by a statement of ours, and others may point at it afterwards.
    post._saved_in_db = True
    try:
        async with in_transaction():
            await _write(actor, post, imported=imported)
            if text.has_links:
                await store_links(actor, post, text)
            await follow_own(actor, thread_id, post.number)
            if draft:
                await drafts.discard(actor, draft)
            await record(
                ReplyPosted(
                    thread_id=thread_id,
                    version=post.version,
                    actor_id=actor.id,
                    post_id=post_id,
                    imported=imported,
                )
            )
            if strategy:
                await mark(actor, post, strategy, imported=imported)
    except _Repeated:
        first = await Post.get(uid=post.uid)
        same_write(first, actor, post.digest)
        return first
    return post


async def _write(actor: Reader, post: Post, *, imported: bool) -> None:
    """Store a reply and give it its number and version. What it is refused for is found with the row locked."""
    written = [
        post.thread_id, post.id, post.uid, post.digest, post.author_id, post.body, post.html, post.created_at,
        new_uid(),
    ]  # fmt: skip
    rows = await connection().execute_query_dict(_WRITE, written)
    _check_visible(actor, rows, imported=imported)
    [row] = rows
    if row["number"] is None:
        raise _Repeated
    if not imported and not policy.may_reply(actor, _standing(row)):
        raise ThreadLocked
    post.number, post.version = row["number"], row["version"]


def _check_visible(actor: Reader, rows: list[dict[str, Any]], *, imported: bool) -> None:
    if not rows or not (imported or policy.may_see(actor, _standing(rows[0]))):
        raise NotFound


def _standing(row: dict[str, Any]) -> policy.Standing:
    return policy.Standing(row["audience_id"], row["author_id"], row["hidden"], row["locked_at"])


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
        current.own_count -= fresh.author_id == current.author_id
        current.answer_count -= withdrawn
        await drop(current, fresh)
        version = await changed(current, "reply_count", "own_count", "answer_count", "strategy_count")
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
