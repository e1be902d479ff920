"""New articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from discussions.models import Thread
from hub.audiences.models import Audience
from hub.database import in_transaction, new_uid, now
from hub.files.attaching import attach
from hub.identity import Reader
from hub.outbox import record
from hub.repetition import digest_of, written_before
from hub.vocabulary.models import Term
from knowledge import excerpts, kinds
from knowledge.articles.readership import require_confirmation, require_member
from knowledge.articles.writing import file_under, prepare, require_alone, store_revision
from knowledge.events import ArticlePublished, ThreadPromoted
from knowledge.kinds import Kind, RenderedContent, settle
from knowledge.models import Article, Confidence
from knowledge.sources import link
from knowledge.verification.dates import first_dates


@dataclass(frozen=True)
class Manuscript:
    """The checked and rendered text of an article."""

    kind: Kind
    title: str
    content: dict[str, Any]
    rendered: RenderedContent


async def compose(kind: str, title: str, content: Mapping[str, Any]) -> Manuscript:
    """What `publish` takes, made before anything is locked, since everybody waits for a lock.

    InvalidInput names the fields of the kind that need another value.
    """
    chosen = kinds.find(kind)
    title, checked = chosen.check(title, dict(content))
    return Manuscript(chosen, title, checked, await prepare(chosen, checked))


async def publish(
    actor: Reader,
    manuscript: Manuscript,
    *,
    terms: Sequence[Term] = (),
    audience: Audience,
    confidence: Confidence = Confidence.NOT_VALIDATED,
    sources: Sequence[Thread] = (),
    confirmed: bool | str = False,
    uid: UUID | None = None,
    digest: str = "",
    at: datetime | None = None,
    imported: bool = False,
) -> Article:
    """A new article, owned by `actor`.

    Its audience reaches beyond the readers of its `sources` only when `confirmed`: WideningNotConfirmed names who
    would gain. The same `uid` with the same content, or `digest` of what was sent instead of it, gives the first
    article again; UidTaken for anything else. Imported articles may stand under the name of people who cannot read
    them.
    """
    kind = manuscript.kind
    kind.require_filing(terms)
    digest = digest or digest_of(
        kind.key,
        manuscript.title,
        manuscript.content,
        sorted(term.id for term in terms),
        audience.id,
        actor.id,
        [one.id for one in sources],
    )
    if not imported:
        await excerpts.check(actor, manuscript.rendered.parts)
    async with in_transaction():
        if first := await written_before(Article, actor, uid, digest):
            return first
        if not imported:
            await require_member(actor, audience)
            await require_confirmation(audience.id, sources=sources, confirmed=confirmed)
        await require_alone(actor, kind, terms)
        content = await settle(actor, kind, manuscript.content)
        moment = at or now()
        validated = confidence is Confidence.VALIDATED
        article = await Article.create(
            uid=uid or new_uid(),
            digest=digest,
            kind=kind.key,
            title=manuscript.title,
            content=content,
            parts=manuscript.rendered.parts,
            summary=manuscript.rendered.summary,
            confidence=confidence,
            audience=audience,
            author_id=actor.id,
            owner_id=actor.id,
            created_at=moment,
            edited_at=moment,
            validated_at=moment if validated else None,
            validated_by_id=actor.id if validated else None,
            **first_dates(kind.columns(content), moment if validated else None, told=not imported),
        )
        await file_under(article, terms)
        await store_revision(actor, article, terms, moment)
        await attach(None if imported else actor, "article", article.id, manuscript.rendered.files)
        await record(ArticlePublished(article_id=article.id, actor_id=actor.id, imported=imported))
        for thread in sources:
            await link(actor, article, thread, moment)
            await record(
                ThreadPromoted(
                    article_id=article.id, actor_id=actor.id, thread_id=thread.id, imported=imported
                )
            )
    return article
