"""What the owner of an article, or a lead, decides about it."""

from datetime import datetime

from tortoise.expressions import Subquery

from discussions.models import Thread
from hub import audit
from hub.accounts.models import User
from hub.audiences.models import Audience
from hub.audiences.operations import members_of
from hub.database import now
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from knowledge import policy
from knowledge.articles.readership import require_confirmation, require_member, require_reader
from knowledge.articles.writing import locked, require
from knowledge.errors import StaleRevision
from knowledge.events import ArticleAudienceChanged, ArticleConfidenceChanged, ArticleOwnerChanged
from knowledge.models import Article, Confidence, Suggestion, SuggestionState
from knowledge.sources import acknowledge, threads_of
from knowledge.verification.dates import holds_until


async def change_confidence(
    actor: Reader,
    article: Article,
    confidence: Confidence,
    *,
    revision: int | None = None,
    at: datetime | None = None,
) -> Article:
    """Validate an article, archive it, or put it back to work.

    Validating also says that the sources have been looked at, and may be repeated: it renews the date. The verifier may
    do that too. StaleRevision when it says something else than `revision`, which is what the actor has read.
    """
    async with locked(actor, article) as current:
        validating = confidence is Confidence.VALIDATED
        require(policy.may_verify(actor, current) if validating else policy.may_steward(actor, current))
        if revision is not None and current.revision_number != revision:
            raise StaleRevision(current, revision)
        if validating:
            moment = at or now()
            current.validated_at, current.validated_by_id = moment, actor.id
            current.verified_until = holds_until(moment, current.check_every, current.check_unit)
            await acknowledge(actor, current, moment)
        elif confidence is current.confidence:
            return current
        before, current.confidence = current.confidence, confidence
        await current.save(update_fields=["confidence", "validated_at", "validated_by_id", "verified_until"])
        await record(ArticleConfidenceChanged(article_id=current.id, actor_id=actor.id))
        await audit.log(
            actor, "article.confidence_changed", "article", current.id, before=before, after=confidence
        )
    return current


async def change_audience(
    actor: Reader, article: Article, audience: Audience, *, confirmed: bool | str = False
) -> Article:
    """Give an article other readers.

    WideningNotConfirmed, unless `confirmed`, names those who can read neither the article now nor all its sources,
    the cases of open suggestions included: an approval brings their words to all readers.
    InvalidInput when `actor` does not belong to the audience, or the owner does not.
    """
    async with locked(actor, article) as current:
        require(policy.may_steward(actor, current))
        if audience.id == current.audience_id:
            return current
        await require_member(actor, audience)
        await require_reader(audience, await current.owner)
        await require_confirmation(
            audience.id,
            sources=[*await threads_of(current), *await _suggested_threads(current)],
            current_id=current.audience_id,
            confirmed=confirmed,
        )
        before, current.audience_id = current.audience_id, audience.id
        await current.save(update_fields=["audience_id"])
        await record(ArticleAudienceChanged(article_id=current.id, actor_id=actor.id))
        await audit.log(
            actor, "article.audience_changed", "article", current.id, before=before, after=audience.id
        )
    return current


async def _suggested_threads(article: Article) -> list[Thread]:
    suggestions = Suggestion.filter(article_id=article.id, state=SuggestionState.OPEN)
    return await Thread.filter(suggestions__id__in=Subquery(suggestions.values("id"))).distinct()


async def change_owner(actor: Reader, article: Article, owner: User) -> Article:
    """Let somebody else answer for an article; InvalidInput when they cannot read it."""
    async with locked(actor, article) as current:
        require(policy.may_steward(actor, current))
        if owner.id == current.owner_id:
            return current
        if owner.id not in await members_of(current.audience_id):
            raise InvalidInput({"owner": _("%(name)s cannot read this article.") % {"name": owner.name}})
        before, current.owner_id = current.owner_id, owner.id
        await current.save(update_fields=["owner_id"])
        await record(ArticleOwnerChanged(article_id=current.id, actor_id=actor.id))
        await audit.log(actor, "article.owner_changed", "article", current.id, before=before, after=owner.id)
    return current
