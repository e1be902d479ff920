"""Who is told of lines of rivals that are proposed, disputed and decided about?"""

from hub.outbox import Event, Happened
from knowledge.events import (
    RivalDisputeDecided,
    RivalLineDisputed,
    RivalLineProposed,
    RivalProposalDecided,
)
from knowledge.models import Article, LineState, RivalDispute, RivalLine
from notifications.recipients.telling import Question, Telling, because, each


async def of_proposal(happened: Happened, event: RivalLineProposed) -> Telling | None:
    """Who curates the rival, while the line still waits?"""
    if not await RivalLine.exists(id=event.line_id, state=LineState.PROPOSED):
        return None
    return await _to_curator(happened, "rival_line_proposed", event)


async def of_dispute(happened: Happened, event: RivalLineDisputed) -> Telling | None:
    """Who curates the rival, while nobody has decided?"""
    if not await RivalDispute.exists(id=event.dispute_id, decision__isnull=True):
        return None
    return await _to_curator(happened, "rival_line_disputed", event)


async def of_decided_proposal(happened: Happened, event: RivalProposalDecided) -> Telling | None:
    """Who proposed the line?"""
    line = await RivalLine.get_or_none(id=event.line_id)
    reasons = {LineState.STANDING: "rival_line_approved", LineState.DECLINED: "rival_line_declined"}
    if line is None or line.state not in reasons:
        return None
    return because(
        happened,
        reasons[line.state],
        [line.author_id],
        actor_id=event.actor_id,
        article_id=event.article_id,
    )


async def of_decided_dispute(happened: Happened, event: RivalDisputeDecided) -> Telling | None:
    """Who disputed the line?"""
    dispute = await RivalDispute.get_or_none(id=event.dispute_id)
    if dispute is None or dispute.decision is None:
        return None
    return because(
        happened,
        f"rival_dispute_{dispute.decision.value}",
        [dispute.author_id],
        actor_id=event.actor_id,
        article_id=event.article_id,
    )


async def _to_curator(
    happened: Happened, reason: str, event: RivalLineProposed | RivalLineDisputed
) -> Telling | None:
    rival = await Article.get_or_none(id=event.article_id)
    if rival is None:
        return None
    return because(happened, reason, [rival.owner_id], actor_id=event.actor_id, article_id=rival.id)


QUESTIONS: dict[type[Event], Question] = {
    RivalLineProposed: each(of_proposal),
    RivalLineDisputed: each(of_dispute),
    RivalProposalDecided: each(of_decided_proposal),
    RivalDisputeDecided: each(of_decided_dispute),
}
