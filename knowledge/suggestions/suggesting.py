"""Suggesting a change of an article, and taking it back."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from discussions.models import Thread
from hub.database import in_transaction, new_uid, now
from hub.errors import InvalidInput, NotFound
from hub.files.attaching import attach
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from hub.repetition import digest_of, written_before
from hub.vocabulary.models import Term
from knowledge import excerpts, kinds, policy
from knowledge.articles.readership import require_confirmation
from knowledge.articles.writing import locked, prepare, require
from knowledge.errors import SuggestionDecided
from knowledge.events import ChangeSuggested, SuggestionWithdrawn
from knowledge.models import Article, ArticleRevision, Flag, Suggestion, SuggestionState


async def suggest(
    actor: Reader,
    article: Article,
    *,
    base_revision: int,
    title: str,
    content: Mapping[str, Any],
    terms: Sequence[Term],
    note: str = "",
    uid: UUID | None = None,
    threads: Sequence[Thread] = (),
    flag: Flag | None = None,
    confirmed: bool | str = False,
    at: datetime | None = None,
    imported: bool = False,
) -> Suggestion:
    """What `actor` would have the article say, written over `base_revision`; the article stays as it is.

    `threads` are the cases that the change comes from: an approval makes them sources of the article. When readers of
    the article cannot read all of them, WideningNotConfirmed says who would gain, unless `confirmed`. An approval
    answers `flag`, a visible one of the article. InvalidInput names fields of the kind, and ``form`` when nothing
    differs from what was started from. The same `uid` with the same content gives the first suggestion again;
    UidTaken for anything else.
    """
    kind = kinds.get(article.kind)
    kind.require_filing(terms)
    title, checked = kind.check(title, dict(content))
    rendered = await prepare(kind, checked)
    if not imported:
        await excerpts.check(actor, rendered.parts, article=article, known=[article.content])
    filed = sorted({term.id for term in terms})
    sources = sorted({thread.id for thread in threads})
    flags = [flag.id] if flag else []
    digest = digest_of("suggestion", article.id, base_revision, title, checked, filed, note, sources, *flags)
    async with locked(actor, article) as current:
        require(policy.may_suggest(actor, current))
        if first := await written_before(Suggestion, actor, uid, digest):
            return first
        base = await _changed_from(current, base_revision, title, checked, filed)
        written = await kinds.settle(actor, kind, checked, [base.content])
        await require_confirmation(current.audience_id, sources=threads, confirmed=confirmed)
        suggestion = await Suggestion.create(
            uid=uid or new_uid(),
            digest=digest,
            article=current,
            author_id=actor.id,
            base_revision=base_revision,
            title=title,
            content=written,
            terms=filed,
            note=note,
            flag=flag,
            created_at=at or now(),
        )
        if threads:
            await suggestion.threads.add(*threads)
        await attach(None if imported else actor, "suggestion", suggestion.id, rendered.files)
        await record(
            ChangeSuggested(
                article_id=current.id, actor_id=actor.id, suggestion_id=suggestion.id, imported=imported
            )
        )
    return suggestion


async def withdraw(actor: Reader, suggestion: Suggestion) -> Suggestion:
    """Take a suggestion of one's own back; SuggestionDecided when there is nothing to take back any more."""
    async with undecided(actor, suggestion) as current:
        require(current.author_id == actor.id)
        await decide(actor, current, SuggestionState.WITHDRAWN, now())
        await record(
            SuggestionWithdrawn(article_id=current.article_id, actor_id=actor.id, suggestion_id=current.id)
        )
    return current


@asynccontextmanager
async def undecided(actor: Reader, suggestion: Suggestion) -> AsyncIterator[Suggestion]:
    """A transaction that holds the row of an open suggestion.

    NotFound when `actor` cannot see it any more; SuggestionDecided when it is not open.
    """
    async with in_transaction():
        visible = policy.suggestions_visible_to(actor).filter(id=suggestion.id)
        if not await visible.exists():
            raise NotFound
        current = await Suggestion.filter(id=suggestion.id).select_for_update().get()
        if current.state is not SuggestionState.OPEN:
            raise SuggestionDecided(current)
        yield current


async def decide(actor: Reader, suggestion: Suggestion, state: SuggestionState, at: datetime) -> None:
    """Write down what became of a suggestion whose row is held, and whatever else of it was changed."""
    suggestion.state, suggestion.decided_at, suggestion.decided_by_id = state, at, actor.id
    await suggestion.save(update_fields=["state", "reason", "decided_at", "decided_by_id", "revision_id"])


async def _changed_from(
    article: Article, number: int, title: str, content: Mapping[str, Any], filed: Sequence[int]
) -> ArticleRevision:
    base = await ArticleRevision.get_or_none(article=article, number=number)
    if base is None:
        raise InvalidInput({"base_revision": _("The article has no such version.")})
    if (title, content, list(filed)) == (base.title, base.content, base.terms):
        raise InvalidInput({"form": _("Nothing is different yet: change something, then suggest it.")})
    return base
