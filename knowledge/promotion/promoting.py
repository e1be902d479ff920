"""Publishing what a thread has brought to light."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from discussions.models import Thread
from discussions.queries.reading import find_thread_row
from discussions.writing import locked
from hub import audit
from hub.audiences.models import Audience
from hub.drafts.operations import discard
from hub.identity import Reader
from hub.repetition import digest_of, written_before
from hub.vocabulary.models import Term
from knowledge import kinds, policy
from knowledge.articles.publishing import compose, publish
from knowledge.articles.writing import require
from knowledge.errors import AlreadyPromoted
from knowledge.models import Article
from knowledge.promotion.prefilling import KINDS, prefill
from knowledge.promotion.redacting import Decisions, Redacted, Texts, log_decisions, redact, texts_of
from knowledge.sources import articles_of

NO_DECISIONS = Decisions()


def draft_key(thread: Thread) -> str:
    """Under which the unsent fields of the promote page are kept."""
    return f"promote:{thread.id}"


async def promote(
    actor: Reader,
    thread: Thread,
    *,
    kind: str = KINDS[0],
    title: str | None = None,
    content: Mapping[str, Any] | None = None,
    terms: Sequence[Term] | None = None,
    audience: Audience | None = None,
    decisions: Decisions = NO_DECISIONS,
    another: bool = False,
    confirmed: bool | str = False,
    uid: UUID | None = None,
    at: datetime | None = None,
) -> Article:
    """The article made of a thread, not validated yet; what is not given is what `prefill` says.

    A thread becomes one article: AlreadyPromoted names the one there is, unless `another` is wanted. Of two people
    who promote at once the second is told so too. SensitiveText while `decisions` leave a hit open. The rest is as
    in `publish`.
    """
    sent = digest_of(
        "promotion", thread.id, kind, title, content, _ids(terms), audience and audience.id, decisions.sent
    )
    while True:
        seen = await find_thread_row(actor, thread.id)
        if first := await _before(actor, seen, uid, sent, another=another):
            return first
        made = await prefill(actor, seen, kind)
        written = {**made.content, **(content or {})}
        redacted = await _redacted(kind, made.title if title is None else title, written, decisions)
        manuscript = await compose(kind, redacted.texts["title"], written | _without_title(redacted.texts))
        async with locked(actor, thread) as current:
            if first := await _before(actor, current, uid, sent, another=another):
                return first
            if current.version != seen.version:
                # Somebody has changed the thread meanwhile; the article is to tell what it says now.
                continue
            article = await publish(
                actor,
                manuscript,
                terms=made.terms if terms is None else terms,
                audience=audience or made.audience,
                sources=[current],
                confirmed=confirmed,
                uid=uid,
                digest=sent,
                at=at,
            )
            await discard(actor, draft_key(current))
            await audit.log(actor, "thread.promoted", "thread", current.id, article=article.id)
            await log_decisions(actor, article, redacted)
        return article


async def _redacted(kind: str, title: str, content: Mapping[str, Any], decisions: Decisions) -> Redacted:
    """The masked texts of what is otherwise fit to be published."""
    title, checked = kinds.find(kind).check(title, content)
    return await redact(texts_of(kinds.find(kind), title, checked), decisions)


def _without_title(texts: Texts) -> Texts:
    return {field: text for field, text in texts.items() if field != "title"}


async def _before(
    actor: Reader, thread: Thread, uid: UUID | None, sent: str, *, another: bool
) -> Article | None:
    """The article that this very write has made already; refuses what may not be promoted."""
    if first := await written_before(Article, actor, uid, sent):
        return first
    require(policy.may_promote(actor, thread))
    present = await articles_of(actor, thread)
    if present and not another:
        raise AlreadyPromoted(present[0])
    return None


def _ids(terms: Sequence[Term] | None) -> list[int] | None:
    return None if terms is None else sorted(term.id for term in terms)
