"""Articles change by revisions: nothing is overwritten, and any state can be brought back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.database import now, one_writer_of
from hub.errors import NotFound, UidTaken
from hub.files.attaching import attach
from hub.identity import Reader
from hub.outbox import record
from hub.vocabulary.models import Term
from knowledge import kinds, policy
from knowledge.articles.writing import file_under, locked, prepare, require, store_revision
from knowledge.errors import StaleRevision
from knowledge.events import ArticleConfidenceChanged, ArticleEdited
from knowledge.models import Article, ArticleRevision, Confidence
from knowledge.sources import acknowledge


async def edit(
    actor: Reader,
    article: Article,
    *,
    base_revision: int,
    title: str,
    content: Mapping[str, Any],
    terms: Sequence[Term],
    note: str = "",
    restored: int | None = None,
    uid: UUID | None = None,
    at: datetime | None = None,
) -> Article:
    """The article with another title, content and filing, as a new revision named by `uid`.

    StaleRevision when `base_revision`, the one the editor started from, is no longer the newest. Text that changed
    is not validated any more unless `actor` may validate it. Saving also says that the sources have been looked at.
    `note` says what was changed and why; `restored` is the revision whose content this is.
    """
    kind = kinds.get(article.kind)
    title, checked = kind.check(title, dict(content))
    rendered = await prepare(kind, checked)
    async with locked(actor, article) as current:
        require(policy.may_edit(actor, current))
        if uid and await _repeated(actor, current, uid, title, checked):
            return current
        if current.revision_number != base_revision:
            raise StaleRevision(current, base_revision)
        await acknowledge(actor, current, at or now())
        filed = {term.id for term in await current.terms.all()}
        if (title, checked, {term.id for term in terms}) == (current.title, current.content, filed):
            return current
        current.title, current.content = title, checked
        current.parts, current.summary = rendered.parts, rendered.summary
        await file_under(current, terms)
        await attach(actor, "article", current.id, rendered.files)
        await _save_revision(actor, current, terms, at or now(), note=note, restored=restored, uid=uid)
    return current


async def restore(
    actor: Reader, article: Article, number: int, *, base_revision: int, at: datetime | None = None
) -> Article:
    """Bring back revision `number` as a new revision equal to it; NotFound when there is no such revision."""
    revision = await ArticleRevision.get_or_none(article_id=article.id, number=number)
    if revision is None:
        raise NotFound
    return await edit(
        actor,
        article,
        base_revision=base_revision,
        title=revision.title,
        content=revision.content,
        terms=await Term.filter(id__in=revision.terms),
        restored=number,
        at=at,
    )


async def _repeated(actor: Reader, article: Article, uid: UUID, title: str, content: dict[str, str]) -> bool:
    await one_writer_of(uid)
    revision = await ArticleRevision.get_or_none(uid=uid)
    if revision is None:
        return False
    same = (revision.article_id, revision.author_id, revision.title, revision.content)
    if same != (article.id, actor.id, title, content):
        raise UidTaken
    return True


async def _save_revision(
    actor: Reader,
    article: Article,
    terms: Sequence[Term],
    at: datetime,
    *,
    note: str,
    restored: int | None,
    uid: UUID | None,
) -> None:
    parent = await ArticleRevision.get(article_id=article.id, number=article.revision_number)
    article.revision_number += 1
    article.edited_at = at
    unproven = article.confidence is Confidence.VALIDATED and not policy.may_steward(actor, article)
    if unproven:
        article.confidence = Confidence.NOT_VALIDATED
    await article.save(
        update_fields=["title", "content", "parts", "summary", "revision_number", "edited_at", "confidence"]
    )
    await store_revision(actor, article, terms, at, note=note, restored=restored, uid=uid, parent=parent)
    await record(ArticleEdited(article_id=article.id, actor_id=actor.id))
    if unproven:
        await record(ArticleConfidenceChanged(article_id=article.id, actor_id=actor.id))
