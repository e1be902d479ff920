"""Articles change by revisions: nothing is overwritten, and any state can be brought back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.database import now, one_writer_of
from hub.errors import NotFound, UidTaken
from hub.files.attaching import attach
from hub.identity import Reader
from hub.outbox import record
from hub.vocabulary.models import Term
from knowledge import excerpts, kinds, policy
from knowledge.articles.publishing import Manuscript, compose
from knowledge.articles.writing import file_under, locked, require, require_alone, store_revision
from knowledge.errors import StaleRevision
from knowledge.events import ArticleConfidenceChanged, ArticleEdited
from knowledge.models import Article, ArticleRevision, Confidence
from knowledge.sources import acknowledge

# What an edit replaces.
_WRITTEN = ("title", "content", "parts", "summary", *kinds.COLUMNS)


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
    known: Sequence[Mapping[str, Any]] = (),
    uid: UUID | None = None,
    at: datetime | None = None,
) -> Article:
    """The article with another title, content and filing, as a new revision named by `uid`.

    StaleRevision when `base_revision`, the one the editor started from, is no longer the newest. Text that changed
    is not validated any more unless `actor` may validate it. Saving also says that the sources have been looked at.
    `note` says what was changed and why; `restored` is the revision whose content this is. What the article and the
    contents in `known` refer to may stay, whether or not `actor` may see it.
    """
    manuscript = await compose(article.kind, title, content)
    await excerpts.check(actor, manuscript.rendered.parts, article=article, known=[article.content, *known])
    async with locked(actor, article) as current:
        require(policy.may_edit(actor, current))
        manuscript = await settled(actor, manuscript, [current.content, *known])
        if uid and await _repeated(actor, current, uid, manuscript):
            return current
        if current.revision_number != base_revision:
            raise StaleRevision(current, base_revision)
        await acknowledge(actor, current, at or now())
        await revise(actor, current, manuscript, terms, at or now(), note=note, restored=restored, uid=uid)
    return current


async def restore(actor: Reader, article: Article, number: int, *, base_revision: int) -> Article:
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
        known=[revision.content],
    )


async def settled(actor: Reader, manuscript: Manuscript, known: Sequence[Mapping[str, Any]]) -> Manuscript:
    """`manuscript` with its references by uid; InvalidInput for new ones to what `actor` may not see."""
    content = await kinds.settle(actor, manuscript.kind, manuscript.content, known)
    return replace(manuscript, content=content)


async def revise(
    actor: Reader,
    article: Article,
    manuscript: Manuscript,
    terms: Sequence[Term],
    at: datetime,
    *,
    author_id: int | None = None,
    note: str = "",
    restored: int | None = None,
    uid: UUID | None = None,
) -> ArticleRevision | None:
    """Let an article whose row is held say what `manuscript` says, in a revision by `author_id` or else `actor`.

    None when it says so already; InvalidInput when it would be the second article of its kind under a term that takes
    one. Text that changed is not validated any more unless `actor` may validate it.
    """
    manuscript.kind.require_filing(terms)
    filed = {term.id for term in await article.terms.all()}
    added = [term for term in terms if term.id not in filed]
    await require_alone(actor, manuscript.kind, added)
    said = (article.title, article.content, filed)
    if (manuscript.title, manuscript.content, {term.id for term in terms}) == said:
        return None
    parent = await ArticleRevision.get(article_id=article.id, number=article.revision_number)
    article.update_from_dict(
        {
            "title": manuscript.title,
            "content": manuscript.content,
            "parts": manuscript.rendered.parts,
            "summary": manuscript.rendered.summary,
            **manuscript.kind.columns(manuscript.content),
        }
    )
    article.revision_number += 1
    article.edited_at = at
    unproven = article.confidence is Confidence.VALIDATED and not policy.may_review(actor, article)
    if unproven:
        article.confidence = Confidence.NOT_VALIDATED
    await article.save(update_fields=[*_WRITTEN, "revision_number", "edited_at", "confidence"])
    await file_under(article, terms)
    await attach(actor, "article", article.id, manuscript.rendered.files)
    revision = await store_revision(
        actor,
        article,
        terms,
        at,
        author_id=author_id,
        note=note,
        restored=restored,
        uid=uid,
        parent=parent,
    )
    await record(ArticleEdited(article_id=article.id, actor_id=actor.id))
    if unproven:
        await record(ArticleConfidenceChanged(article_id=article.id, actor_id=actor.id))
    return revision


async def _repeated(actor: Reader, article: Article, uid: UUID, manuscript: Manuscript) -> bool:
    await one_writer_of(uid)
    revision = await ArticleRevision.get_or_none(uid=uid)
    if revision is None:
        return False
    same = (revision.article_id, revision.author_id, revision.title, revision.content)
    if same != (article.id, actor.id, manuscript.title, manuscript.content):
        raise UidTaken
    return True
