"""Filing a review, correcting it, and taking it back."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from discussions.models import Thread
from hub.audiences.models import Audience
from hub.database import in_transaction, new_uid, now
from hub.errors import Forbidden, NotFound
from hub.identity import Reader
from hub.outbox import record
from hub.repetition import digest_of, written_before
from hub.vocabulary.models import SINGLE_FACETS, Facet, Term
from knowledge.articles.readership import require_confirmation, require_member
from knowledge.models import MainReason, Outcome, ReasonSource, Review, ReviewRevision
from knowledge.reviews import policy
from knowledge.reviews.errors import StaleReview
from knowledge.reviews.events import ReviewCorrected, ReviewFiled, ReviewRestored, ReviewWithdrawn


@dataclass(frozen=True)
class Deal:
    """What a review says. `terms` holds at most one term of a facet, tags none."""

    outcome: Outcome
    terms: Mapping[Facet, Term]
    reason: MainReason
    reason_source: ReasonSource
    lesson: str
    decided_on: date
    reason_words: str = ""

    def state(self) -> dict[str, Any]:
        """The columns of a review."""
        filed = {
            f"{facet}_id": term.id if (term := self.terms.get(facet)) else None for facet in SINGLE_FACETS
        }
        return filed | {
            "outcome": self.outcome,
            "reason": self.reason,
            "reason_words": self.reason_words,
            "reason_source": self.reason_source,
            "lesson": self.lesson,
            "decided_on": self.decided_on,
        }


async def file(
    actor: Reader,
    deal: Deal,
    *,
    audience: Audience,
    thread: Thread | None = None,
    confirmed: bool | str = False,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
) -> Review:
    """A new review, of a deal that `thread` was about.

    More people than can read the thread may read it only when `confirmed`: WideningNotConfirmed names who would gain.
    The same `uid` with the same content gives the first review again; UidTaken for anything else.
    """
    digest = digest_of(deal.state(), audience.id, thread.id if thread else None)
    async with in_transaction():
        if first := await written_before(Review, actor, uid, digest):
            return first
        if not imported:
            await require_member(actor, audience)
            await require_confirmation(audience.id, sources=[thread] if thread else [], confirmed=confirmed)
        moment = at or now()
        review = await Review.create(
            **deal.state(),
            uid=uid or new_uid(),
            digest=digest,
            thread=thread,
            audience=audience,
            author_id=actor.id,
            created_at=moment,
            edited_at=moment,
        )
        await _keep(actor, review, deal, moment)
        await record(ReviewFiled(review_id=review.id, actor_id=actor.id))
    return review


async def correct(
    actor: Reader,
    review: Review,
    deal: Deal,
    *,
    base_version: int,
    audience: Audience | None = None,
    confirmed: bool | str = False,
) -> Review:
    """Let a review say `deal`, and be read by `audience` if one is given.

    StaleReview when somebody corrected it since `base_version`; WideningNotConfirmed as in `file`.
    """
    async with _locked(actor, review) as current:
        if current.version != base_version:
            raise StaleReview(current)
        if audience and audience.id != current.audience_id:
            await require_member(actor, audience)
            thread = await Thread.get_or_none(id=current.thread_id)
            await require_confirmation(
                audience.id,
                sources=[thread] if thread else [],
                current_id=current.audience_id,
                confirmed=confirmed,
            )
            current.audience_id = audience.id
        current.update_from_dict(deal.state())
        current.version += 1
        current.edited_at = now()
        await current.save()
        await _keep(actor, current, deal, current.edited_at)
        await record(ReviewCorrected(review_id=current.id, actor_id=actor.id))
    return current


async def withdraw(actor: Reader, review: Review) -> None:
    """Take a review out of lists and counts; its author and leads still see it."""
    async with _locked(actor, review) as current:
        if current.withdrawn_at is None:
            current.withdrawn_at = now()
            await current.save(update_fields=["withdrawn_at"])
            await record(ReviewWithdrawn(review_id=current.id, actor_id=actor.id))


async def restore(actor: Reader, review: Review) -> None:
    """Let a withdrawn review count again."""
    async with _locked(actor, review) as current:
        if current.withdrawn_at is not None:
            current.withdrawn_at = None
            await current.save(update_fields=["withdrawn_at"])
            await record(ReviewRestored(review_id=current.id, actor_id=actor.id))


@asynccontextmanager
async def _locked(actor: Reader, review: Review) -> AsyncIterator[Review]:
    async with in_transaction():
        visible = policy.visible_to(actor).filter(id=review.id)
        current = await visible.select_for_update(no_key=True).get_or_none()
        if current is None:
            raise NotFound
        if not policy.may_correct(actor, current):
            raise Forbidden
        yield current


async def _keep(actor: Reader, review: Review, deal: Deal, at: datetime) -> None:
    state = deal.state() | {"decided_on": deal.decided_on.isoformat()}
    await ReviewRevision.create(
        review=review, number=review.version, author_id=actor.id, state=state, created_at=at
    )
