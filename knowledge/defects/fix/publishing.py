"""Publishing the article about a fixed report, and what becomes known of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.audiences.models import Audience
from hub.database import in_transaction, now
from hub.drafts.operations import discard
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from hub.redaction.hits import is_mask
from hub.repetition import digest_of, written_before
from hub.vocabulary.models import Term
from knowledge import kinds
from knowledge.articles.publishing import compose, publish
from knowledge.defects.events import DefectChanged
from knowledge.defects.fix.errors import HasArticle, NotFixed
from knowledge.defects.fix.source import source_of
from knowledge.defects.writing import hold, log, note_step
from knowledge.models import Article, Defect, DefectAct, DefectState
from knowledge.promotion.redacting import Decisions, log_decisions, redact, texts_of

# The kinds of article that a fix is told in; the first is what it is unless somebody chooses.
KINDS = ("solution", "faq", "product")


def draft_key(defect: Defect) -> str:
    """Under which the unsent fields of the article's form are kept."""
    return f"defect-article:{defect.reference}"


def require_kind(kind: str) -> str:
    """InvalidInput for a kind in which no fix is told."""
    if kind not in KINDS:
        raise InvalidInput({"kind": _("Please choose one of the offered values.")})
    return kind


async def publish_article(
    actor: Reader,
    defect: Defect,
    *,
    kind: str,
    title: str,
    content: Mapping[str, Any],
    terms: Sequence[Term],
    audience: Audience,
    decisions: Decisions,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
) -> Article:
    """The article about a fixed report, by somebody of its team; nothing is taken from the report.

    SensitiveText while `decisions` leave a name, a number or a passage that the report has, too, open. NotFixed,
    HasArticle. The same `uid` with the same content gives the first article again; UidTaken for anything else.
    Of an imported one nobody is told.
    """
    chosen = kinds.find(require_kind(kind))
    term_ids = sorted(term.id for term in terms)
    sent = digest_of("fix", defect.reference, kind, title, content, term_ids, audience.id, decisions.sent)
    title, checked = chosen.check(title, content)
    redacted = await redact(texts_of(chosen, title, checked), decisions, await source_of(defect))
    if is_mask(redacted.texts["title"]):
        raise InvalidInput({"title": _("Nothing would be left of the title. Write another one.")})
    texts = dict(redacted.texts)
    manuscript = await compose(kind, texts.pop("title"), checked | texts)
    async with in_transaction():
        current = await hold(actor, defect)
        if first := await written_before(Article, actor, uid, sent):
            return first
        require_none(current)
        article = await publish(
            actor, manuscript, terms=terms, audience=audience, uid=uid, digest=sent, at=at, imported=imported
        )
        current.article_id = article.id
        await current.save(update_fields=["article_id"])
        await discard(actor, draft_key(current))
        await note_step(actor, current, DefectAct.ARTICLE, at or now())
        await log(actor, "article", current)
        await log_decisions(actor, article, redacted)
        if not imported:
            await record(DefectChanged(defect_id=current.id, actor_id=actor.id))
    return article


def require_none(defect: Defect) -> None:
    """NotFixed and HasArticle, unless an article about the report can be written now."""
    if defect.state is not DefectState.FIXED:
        raise NotFixed
    if defect.article_id is not None:
        raise HasArticle
