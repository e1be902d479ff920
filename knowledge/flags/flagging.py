"""Flagging an article, and answering a flag."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from hub.database import new_uid, now, one_writer_of
from hub.errors import InvalidInput, NotFound, UidTaken
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from knowledge import policy
from knowledge.articles.writing import locked, require
from knowledge.errors import FlaggedAlready, FlagResolved
from knowledge.events import ArticleFlagged, FlagAnswered
from knowledge.models import Article, Flag, FlagReason


async def flag(
    actor: Reader,
    article: Article,
    reason: FlagReason,
    words: str = "",
    *,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
) -> Flag:
    """Say that something is the matter with an article; its owner and its verifier are told.

    InvalidInput when `reason` alone says nothing, FlaggedAlready while an earlier flag of `actor` is open. The same
    `uid` with the same words gives the first flag again; UidTaken for anything else.
    """
    if reason is FlagReason.OTHER and not words:
        raise InvalidInput({"words": _("Please say what is the matter.")})
    async with locked(actor, article) as current:
        require(policy.may_flag(actor, current))
        if uid and (first := await _raised_before(actor, current, uid, reason, words)):
            return first
        if await Flag.exists(article=current, author_id=actor.id, resolved_at__isnull=True):
            raise FlaggedAlready
        raised = await Flag.create(
            uid=uid or new_uid(),
            article=current,
            author_id=actor.id,
            revision_number=current.revision_number,
            reason=reason,
            words=words,
            created_at=at or now(),
        )
        await record(
            ArticleFlagged(article_id=current.id, actor_id=actor.id, flag_id=raised.id, imported=imported)
        )
    return raised


async def resolve(
    actor: Reader, flag: Flag, answer: str, *, at: datetime | None = None, imported: bool = False
) -> Flag:
    """Close a flag with what its author is told. FlagResolved when somebody else has done so meanwhile."""
    async with locked(actor, await flag.article) as article:
        current = await Flag.filter(id=flag.id).select_for_update().get_or_none()
        if current is None:
            raise NotFound
        require(policy.may_verify(actor, article))
        if current.resolved_at:
            if (current.resolved_by_id, current.answer) == (actor.id, answer):
                return current
            raise FlagResolved(current)
        current.resolved_at, current.resolved_by_id, current.answer = at or now(), actor.id, answer
        await current.save(update_fields=["resolved_at", "resolved_by_id", "answer"])
        await record(
            FlagAnswered(article_id=article.id, actor_id=actor.id, flag_id=current.id, imported=imported)
        )
    return current


async def answer_by_change(
    actor: Reader,
    article: Article,
    flag_id: int | None,
    note: str,
    *,
    at: datetime | None = None,
    imported: bool = False,
) -> None:
    """Answer the flag for which an article was changed; one that was answered meanwhile keeps its answer."""
    found = await Flag.get_or_none(id=flag_id, article_id=article.id, resolved_at__isnull=True)
    if found and policy.may_verify(actor, article):
        with suppress(FlagResolved):
            await resolve(actor, found, note or _("The article has been changed."), at=at, imported=imported)


async def _raised_before(
    actor: Reader, article: Article, uid: UUID, reason: FlagReason, words: str
) -> Flag | None:
    await one_writer_of(uid)
    first = await Flag.get_or_none(uid=uid)
    if first and (first.author_id, first.article_id, first.reason, first.words) != (
        actor.id,
        article.id,
        reason,
        words,
    ):
        raise UidTaken
    return first
