"""Posting and editing cases; what else happens to a thread is in `moderation` and offered here too."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from discussions import policy
from discussions.complaints.stepping import Claim, receive
from discussions.complaints.steps import first_due
from discussions.events import PostEdited, ThreadEdited, ThreadPosted
from discussions.models import CaseKind, Post, Space, Thread
from discussions.moderation import assign, change_audience, hide, lock, move, unhide, unlock
from discussions.queues.rule import REPLY_WITHIN
from discussions.revising import check_base, revise
from discussions.watching import follow_own
from discussions.writing import changed, locked, next_post_id, prepare, store_links, store_revision
from hub.audiences.models import Audience
from hub.audiences.operations import members_of
from hub.database import in_transaction, new_uid, now
from hub.drafts import operations as drafts
from hub.errors import Forbidden, InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from hub.repetition import digest_of, same_write
from hub.vocabulary.models import Term

__all__ = [
    "assign",
    "change_audience",
    "edit_thread",
    "header_of",
    "hide",
    "lock",
    "move",
    "post_thread",
    "unhide",
    "unlock",
]


async def post_thread(
    actor: Reader,
    *,
    space: Space,
    title: str,
    body: str,
    tried: str = "",
    terms: Sequence[Term] = (),
    audience: Audience | None = None,
    claim: Claim | None = None,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
    draft: str = "",
) -> Thread:
    """A new case. Its readers are the space's unless `audience` says otherwise.

    With a `claim` it is a complaint. `draft` is the key of the draft that it was, which goes.

    The same `uid` with the same content gives the first thread again, with other content UidTaken.
    `imported` ones keep their date `at`, and may stand in a space that their author cannot read.
    """
    if not imported and not policy.may_post(actor, space):
        raise NotFound
    terms = _distinct(terms)
    digest = digest_of(
        "thread", space.id, title, body, tried, sorted(term.id for term in terms), audience and audience.id,
        *([claim.customer, claim.demand] if claim else []),
    )  # fmt: skip
    if uid and (first := await _first(actor, uid, digest)):
        return first
    post_id = await next_post_id()
    text, tried_text = await prepare(body, post_id), await prepare(tried)
    at = at or now()
    async with in_transaction():
        if audience and audience.id != space.audience_id and not imported:
            await _check_readers(actor, audience)
        thread = Thread(
            uid=uid or new_uid(),
            digest=digest,
            space=space,
            audience_id=audience.id if audience else space.audience_id,
            author_id=actor.id,
            title=title,
            tried=tried,
            tried_html=tried_text.html,
            created_at=at,
            active_at=at,
            kind=CaseKind.COMPLAINT if claim else CaseKind.QUESTION,
            escalate_at=None if imported else first_due(at) if claim else at + REPLY_WITHIN,
        )
        try:
            async with in_transaction():
                await thread.save()
        except IntegrityError:
            if uid and (first := await _first(actor, uid, digest)):
                return first
            raise
        post = await Post.create(
            id=post_id,
            digest=digest_of("case", body),
            thread=thread,
            number=1,
            author_id=actor.id,
            body=body,
            html=text.html,
            version=thread.version,
            created_at=at,
        )
        if terms:
            await thread.terms.add(*terms)
        if claim:
            await receive(thread, claim, at)
        await store_links(actor, post, text)
        await store_revision(actor, post, at, header_of(thread, terms))
        await follow_own(actor, thread.id, 1)
        if draft:
            await drafts.discard(actor, draft)
        await record(
            ThreadPosted(
                thread_id=thread.id,
                version=thread.version,
                actor_id=actor.id,
                post_id=post.id,
                imported=imported,
            )
        )
    return thread


async def edit_thread(
    actor: Reader,
    thread: Thread,
    *,
    title: str,
    body: str,
    tried: str,
    terms: Sequence[Term],
    base_revision: int | None,
    at: datetime | None = None,
) -> Thread:
    """Change a case's text and header at once, as one revision.

    `base_revision` is what the edit began with: StaleRevision when somebody has changed the case since;
    None takes the newest for granted.
    """
    first = await Post.get(thread_id=thread.id, number=1)
    text, tried_text = await prepare(body, first.id), await prepare(tried)
    terms = _distinct(terms)
    async with locked(actor, thread) as current:
        post = await Post.get(thread_id=thread.id, number=1)
        if not policy.may_edit(actor, post):
            raise Forbidden
        await current.fetch_related("terms")
        before = header_of(current, list(current.terms))
        current.title, current.tried, current.tried_html = title, tried, tried_text.html
        header = header_of(current, terms)
        if header == before and post.body == body:
            return current
        check_base(post, base_revision)
        version = await changed(current, "title", "tried", "tried_html")
        body_changed = post.body != body
        await revise(actor, post, text, version, at or now(), header)
        await current.terms.clear()
        if terms:
            await current.terms.add(*terms)
        await record(ThreadEdited(thread_id=current.id, version=version, actor_id=actor.id))
        if body_changed:
            await record(
                PostEdited(thread_id=current.id, version=version, actor_id=actor.id, post_id=post.id)
            )
    return current


def header_of(thread: Thread, terms: Sequence[Term]) -> dict[str, Any]:
    """What a revision of a case keeps beside its body: title, tried, and the keys of its terms by facet."""
    by_facet: dict[str, list[str]] = {}
    for term in sorted(terms, key=lambda term: (term.facet.value, term.key)):
        by_facet.setdefault(term.facet.value, []).append(term.key)
    return {"title": thread.title, "tried": thread.tried, "terms": by_facet}


def _distinct(terms: Sequence[Term]) -> list[Term]:
    return list({term.id: term for term in terms}.values())


async def _first(actor: Reader, uid: UUID, digest: str) -> Thread | None:
    """The thread that was written under `uid` before; UidTaken when this is not the same write."""
    thread = await Thread.get_or_none(uid=uid)
    if thread:
        same_write(thread, actor, digest)
    return thread


async def _check_readers(actor: Reader, audience: Audience) -> None:
    """Nobody can post what they could not read."""
    if actor.id not in await members_of(audience):
        raise InvalidInput({"audience": _("You must be one of the readers yourself.")})
