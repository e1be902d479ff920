"""Publishing what a thread has brought to light."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from discussions.models import Thread
from discussions.queries.reading import find_thread_row
from discussions.writing import digest_of, locked
from hub import audit
from hub.audiences.models import Audience
from hub.drafts.operations import discard
from hub.identity import Reader
from hub.vocabulary.models import Term
from knowledge import policy
from knowledge.articles.publishing import compose, publish, written_before
from knowledge.articles.writing import require
from knowledge.errors import AlreadyPromoted
from knowledge.models import Article
from knowledge.promotion.prefilling import prefill
from knowledge.sources import articles_of


def draft_key(thread: Thread) -> str:
    """Under which the unsent fields of the promote page are kept."""
    return f"promote:{thread.id}"


async def promote(
    actor: Reader,
    thread: Thread,
    *,
    title: str | None = None,
    content: Mapping[str, Any] | None = None,
    terms: Sequence[Term] | None = None,
    audience: Audience | None = None,
    another: bool = False,
    confirmed: bool = False,
    uid: UUID | None = None,
    at: datetime | None = None,
) -> Article:
    """The article made of a thread, not validated yet; what is not given is what `prefill` says.

    A thread becomes one article: AlreadyPromoted names the one there is, unless `another` is wanted. Of two people
    who promote at once the second is told so too. The rest is as in `publish`.
    """
    sent = digest_of("promotion", thread.id, title, content, _ids(terms), audience and audience.id)
    while True:
        seen = await find_thread_row(actor, thread.id)
        if first := await _before(actor, seen, uid, sent, another=another):
            return first
        made = await prefill(actor, seen)
        manuscript = await compose(
            made.kind, made.title if title is None else title, {**made.content, **(content or {})}
        )
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
        return article


async def _before(
    actor: Reader, thread: Thread, uid: UUID | None, sent: str, *, another: bool
) -> Article | None:
    """The article that this very write has made already; refuses what may not be promoted."""
    if uid and (first := await written_before(actor, uid, sent)):
        return first
    require(policy.may_promote(actor, thread))
    present = await articles_of(actor, thread)
    if present and not another:
        raise AlreadyPromoted(present[0])
    return None


def _ids(terms: Sequence[Term] | None) -> list[int] | None:
    return None if terms is None else sorted(term.id for term in terms)
