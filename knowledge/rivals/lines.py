"""Lines: curators write them and decide about them, everybody else proposes."""

from datetime import datetime
from uuid import UUID

from hub.database import new_uid, now
from hub.errors import Conflict
from hub.identity import Reader
from hub.outbox import record
from hub.repetition import digest_of, written_before
from knowledge.articles.writing import locked, require
from knowledge.events import RivalLineChanged, RivalLineProposed, RivalProposalDecided
from knowledge.models import Article, LineAct, LineState, RivalLine
from knowledge.rivals import policy
from knowledge.rivals.disputes import close_all
from knowledge.rivals.errors import LineNotStanding
from knowledge.rivals.steps import locked_line, put, reword, step
from knowledge.rivals.wording import Wording, rendered, require_past

# What a curator may make of a line in each state.
DECISIONS = {
    LineState.PROPOSED: {LineState.STANDING: LineAct.APPROVED, LineState.DECLINED: LineAct.DECLINED},
    LineState.DECLINED: {LineState.STANDING: LineAct.APPROVED},
    LineState.STANDING: {LineState.WITHDRAWN: LineAct.WITHDRAWN},
    LineState.WITHDRAWN: {LineState.STANDING: LineAct.APPROVED},
}


async def write_line(
    actor: Reader,
    rival: Article,
    wording: Wording,
    *,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
) -> RivalLine:
    """A new line: on the card at once when `actor` curates the rival, else proposed to its curator.

    The same `uid` with the same wording gives the first line again; UidTaken for anything else.
    """
    require_past(wording.observed_on)
    source = await rendered(wording.source)
    digest = digest_of(rival.id, wording.model_dump(mode="json"))
    async with locked(actor, rival) as current:
        if first := await written_before(RivalLine, actor, uid, digest):
            return first
        require(policy.may_propose(actor, current))
        curates = policy.may_curate(actor, current)
        moment = at or now()
        line = await RivalLine.create(
            uid=uid or new_uid(),
            digest=digest,
            article=current,
            section=wording.section,
            text=wording.text,
            observed_on=wording.observed_on,
            certainty=wording.certainty,
            state=LineState.STANDING if curates else LineState.PROPOSED,
            position=await RivalLine.filter(article=current).count(),
            author_id=actor.id,
            created_at=moment,
        )
        await put(None if imported else actor, line, wording, source)
        await step(actor, line, LineAct.ADDED if curates else LineAct.PROPOSED, moment)
        event = RivalLineChanged if curates else RivalLineProposed
        await record(event(article_id=current.id, actor_id=actor.id, line_id=line.id, imported=imported))
    return line


async def edit_line(
    actor: Reader,
    line: RivalLine,
    wording: Wording,
    *,
    base_revision: int,
    words: str = "",
) -> RivalLine:
    """Give a line another wording; `words` say why.

    StaleLine when `base_revision`, the wording the editor began with, is no longer the newest. Open disputes stay open.
    """
    require_past(wording.observed_on)
    source = await rendered(wording.source)
    async with locked_line(actor, line) as (rival, current):
        require(policy.may_curate(actor, rival))
        if await reword(actor, current, wording, source, base_revision=base_revision):
            await step(actor, current, LineAct.EDITED, now(), words=words)
            await record(RivalLineChanged(article_id=rival.id, actor_id=actor.id, line_id=current.id))
    return current


async def decide_line(actor: Reader, line: RivalLine, state: LineState, *, words: str = "") -> RivalLine:
    """Put a proposed line on the card or decline it, withdraw a standing one, bring one back.

    Withdrawing a line decides its open disputes, too. Conflict for a change that its state does not allow.
    """
    async with locked_line(actor, line) as (rival, current):
        require(policy.may_curate(actor, rival))
        if current.state is state:
            return current
        act = DECISIONS[current.state].get(state)
        if act is None:
            raise Conflict
        before, current.state = current.state, state
        moment = now()
        await step(actor, current, act, moment, words=words)
        if act is LineAct.WITHDRAWN:
            await close_all(actor, rival, current, words, moment)
        event = RivalProposalDecided if before is LineState.PROPOSED else RivalLineChanged
        await record(event(article_id=rival.id, actor_id=actor.id, line_id=current.id))
    return current


async def move_line(actor: Reader, line: RivalLine, *, up: bool) -> RivalLine:
    """Let a standing line change places with the one before or after it in its section."""
    async with locked_line(actor, line) as (rival, current):
        require(policy.may_curate(actor, rival))
        alike = await RivalLine.filter(
            article=rival, section=current.section, state=LineState.STANDING
        ).order_by("position", "id")
        order = [one.id for one in alike]
        if current.id not in order:
            raise LineNotStanding
        place = order.index(current.id)
        other = place + (-1 if up else 1)
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
            for position, id_ in enumerate(order):
                await RivalLine.filter(id=id_).update(position=position)
            await RivalLine.filter(id=current.id).update(version=current.version + 1)
            await record(RivalLineChanged(article_id=rival.id, actor_id=actor.id, line_id=current.id))
    return current
