"""Disputes: whoever knows better says so with proof, and the curator decides in words."""

from datetime import datetime
from uuid import UUID

from hub.database import new_uid, now
from hub.errors import InvalidInput
from hub.files.attaching import attach
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from hub.repetition import digest_of, written_before
from knowledge.articles.writing import require
from knowledge.events import RivalDisputeDecided, RivalLineDisputed
from knowledge.models import Article, DisputeDecision, LineAct, LineState, RivalDispute, RivalLine
from knowledge.rivals import policy
from knowledge.rivals.errors import AlreadyDecided, LineNotStanding
from knowledge.rivals.steps import DISPUTE, locked_line, reword, step
from knowledge.rivals.wording import Wording, rendered, require_past


async def dispute(
    actor: Reader,
    line: RivalLine,
    reason: str,
    *,
    revision: int,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
) -> RivalDispute:
    """Say that a line is wrong. `revision` is the wording that is meant; the line may have been edited since.

    The same `uid` with the same reason gives the first dispute again. LineNotStanding when the line has gone.
    """
    proof = await rendered(reason)
    digest = digest_of(line.id, reason)
    async with locked_line(actor, line) as (rival, current):
        if first := await written_before(RivalDispute, actor, uid, digest):
            return first
        require(policy.may_propose(actor, rival))
        if current.state is not LineState.STANDING:
            raise LineNotStanding
        moment = at or now()
        made = await RivalDispute.create(
            uid=uid or new_uid(),
            digest=digest,
            line=current,
            revision=min(revision, current.revision_number),
            reason=reason,
            reason_html=proof.html,
            author_id=actor.id,
            created_at=moment,
        )
        await attach(None if imported else actor, DISPUTE, made.id, proof.files)
        await step(actor, current, LineAct.DISPUTED, moment, words=reason, dispute=made)
        await record(
            RivalLineDisputed(
                article_id=rival.id,
                actor_id=actor.id,
                line_id=current.id,
                dispute_id=made.id,
                imported=imported,
            )
        )
    return made


async def decide(
    actor: Reader,
    disputed: RivalDispute,
    decision: DisputeDecision,
    words: str,
    *,
    wording: Wording | None = None,
    base_revision: int = 1,
) -> RivalDispute:
    """Close a dispute: the line is kept, withdrawn (with all its disputes), or corrected to `wording`.

    StaleLine when a correction began with an older wording than the newest; AlreadyDecided when somebody has decided
    otherwise. InvalidInput when a correction changes nothing.
    """
    if wording:
        require_past(wording.observed_on)
    source = await rendered(wording.source if wording else "")
    moment = now()
    async with locked_line(actor, await RivalLine.get(id=disputed.line_id)) as (rival, line):
        require(policy.may_curate(actor, rival))
        current = await RivalDispute.get(id=disputed.id)
        if current.decision is not None:
            if (current.decision, current.words, current.decided_by_id) == (decision, words, actor.id):
                return current
            raise AlreadyDecided
        if decision is DisputeDecision.WITHDRAWN:
            line.state = LineState.WITHDRAWN
            await step(actor, line, LineAct.WITHDRAWN, moment, words=words, dispute=current)
            await close_all(actor, rival, line, words, moment)
        elif decision is DisputeDecision.KEPT:
            await step(actor, line, LineAct.KEPT, moment, words=words, dispute=current)
            await _close(actor, rival, current, decision, words, moment)
        else:
            if wording is None or not await reword(actor, line, wording, source, base_revision=base_revision):
                raise InvalidInput({"text": _("Please say what is right, or keep the line.")})
            await step(actor, line, LineAct.CORRECTED, moment, words=words, dispute=current)
            await _close(actor, rival, current, decision, words, moment)
        await current.refresh_from_db()
    return current


async def close_all(actor: Reader, rival: Article, line: RivalLine, words: str, at: datetime) -> None:
    """Decide every open dispute of a line that has just been withdrawn; call it in the transaction that did so."""
    for one in await RivalDispute.filter(line=line, decision__isnull=True).order_by("id"):
        await _close(actor, rival, one, DisputeDecision.WITHDRAWN, words, at)


async def _close(
    actor: Reader, rival: Article, one: RivalDispute, decision: DisputeDecision, words: str, at: datetime
) -> None:
    one.decision, one.words, one.decided_by_id, one.decided_at = decision, words, actor.id, at
    await one.save(update_fields=["decision", "words", "decided_by_id", "decided_at"])
    await record(
        RivalDisputeDecided(article_id=rival.id, actor_id=actor.id, line_id=one.line_id, dispute_id=one.id)
    )
