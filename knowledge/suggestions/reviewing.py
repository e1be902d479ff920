"""Deciding about suggestions: merged with what the article has become, approved, or declined with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from discussions.models import Thread
from hub.database import now
from hub.errors import NotFound
from hub.identity import Reader
from hub.outbox import record
from hub.vocabulary.models import Term
from knowledge import excerpts, kinds, policy
from knowledge.articles.merging import Merged, State, merge, state_at, state_of
from knowledge.articles.publishing import Manuscript, compose
from knowledge.articles.revising import revise, settled
from knowledge.articles.writing import locked, require
from knowledge.errors import StaleRevision, SuggestionClashes
from knowledge.events import SuggestionApproved, SuggestionDeclined, ThreadPromoted
from knowledge.flags import answer_by_change
from knowledge.models import Article, ArticleRevision, ArticleSource, Suggestion, SuggestionState
from knowledge.sources import link
from knowledge.suggestions.suggesting import decide, undecided


@dataclass(frozen=True)
class Change:
    """What a reviewer approves instead of what was suggested."""

    title: str
    content: Mapping[str, Any]
    terms: Sequence[Term]


async def proposal(reader: Reader, suggestion: Suggestion, article: Article) -> Merged:
    """What the article would say: the suggestion with all that others have changed since it was started."""
    base = await ArticleRevision.get(article_id=article.id, number=suggestion.base_revision)
    suggested = State(suggestion.title, suggestion.content, await Term.filter(id__in=suggestion.terms))
    kind = kinds.get(article.kind)
    return await merge(reader, kind, await state_at(base), await state_of(article), suggested)


async def approve(
    actor: Reader,
    suggestion: Suggestion,
    *,
    base_revision: int,
    change: Change | None = None,
    at: datetime | None = None,
    imported: bool = False,
) -> Article:
    """Let the article say what was suggested, or `change`, as a revision by the author of the suggestion.

    StaleRevision when `base_revision`, what the reviewer saw of the article, is no longer the newest. Without `change`
    the suggestion is merged with what the article has become; SuggestionClashes when both changed the same place.
    The cases that it came from become sources of the article, and the flag for which it was written is answered.
    """
    article = await policy.visible_to(actor).get_or_none(id=suggestion.article_id)
    if article is None:
        raise NotFound
    manuscript, terms = await _written(actor, suggestion, article, change)
    known = [article.content, suggestion.content]
    await excerpts.check(actor, manuscript.rendered.parts, article=article, known=known)
    async with locked(actor, article) as current, undecided(actor, suggestion) as decided:
        require(policy.may_review(actor, current))
        if not current.revision_number == article.revision_number == base_revision:
            raise StaleRevision(current, base_revision)
        moment = at or now()
        written = await settled(actor, manuscript, [current.content, decided.content])
        revision = await revise(
            actor, current, written, terms, moment, author_id=decided.author_id, note=decided.note
        )
        decided.revision_id = revision.id if revision else None
        await decide(actor, decided, SuggestionState.APPROVED, moment)
        await _link_sources(actor, current, decided, moment, imported=imported)
        await answer_by_change(actor, current, decided.flag_id, decided.note, at=moment, imported=imported)
        await record(
            SuggestionApproved(
                article_id=current.id, actor_id=actor.id, suggestion_id=decided.id, imported=imported
            )
        )
    return current


async def decline(
    actor: Reader,
    suggestion: Suggestion,
    reason: str,
    *,
    at: datetime | None = None,
    imported: bool = False,
) -> Suggestion:
    """Say no to a suggestion, and why."""
    async with undecided(actor, suggestion) as current:
        require(policy.may_review(actor, await current.article))
        current.reason = reason
        await decide(actor, current, SuggestionState.DECLINED, at or now())
        await record(
            SuggestionDeclined(
                article_id=current.article_id,
                actor_id=actor.id,
                suggestion_id=current.id,
                imported=imported,
            )
        )
    return current


async def _written(
    actor: Reader, suggestion: Suggestion, article: Article, change: Change | None
) -> tuple[Manuscript, Sequence[Term]]:
    if change:
        return await compose(article.kind, change.title, change.content), change.terms
    merged = await proposal(actor, suggestion, article)
    if merged.clashes:
        raise SuggestionClashes(suggestion)
    state = merged.state
    return await compose(article.kind, state.title, state.content), state.terms


async def _link_sources(
    actor: Reader, article: Article, suggestion: Suggestion, at: datetime, *, imported: bool
) -> None:
    threads: list[Thread] = await suggestion.threads.all().order_by("id")
    if not threads:
        return
    known = await ArticleSource.filter(article_id=article.id).values_list("thread_id", flat=True)
    author = await suggestion.author
    for thread in threads:
        if thread.id not in known:
            await link(author, article, thread, at)
            await record(
                ThreadPromoted(
                    article_id=article.id, actor_id=actor.id, thread_id=thread.id, imported=imported
                )
            )
