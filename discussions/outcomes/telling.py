"""What the asker tells of the end of a case."""

from datetime import datetime

from discussions import policy
from discussions.errors import NotSolved
from discussions.events import OutcomeTold
from discussions.models import Deal, Outcome, Post, Thread, Worked
from discussions.writing import changed, locked
from hub import audit
from hub.database import now
from hub.errors import Forbidden
from hub.identity import Reader
from hub.outbox import record


async def tell(
    actor: Reader,
    thread: Thread,
    worked: Worked | None = None,
    deal: Deal | None = None,
    *,
    at: datetime | None = None,
) -> Outcome | None:
    """Note or correct how a solved case ended; what is not given stays as it was told before.

    None when nothing was told before and only the `deal` is given. NotSolved while no answer is accepted.
    """
    async with locked(actor, thread) as current:
        if not policy.may_tell_outcome(actor, current):
            raise Forbidden
        if not current.answer_count:
            raise NotSolved
        present = await Outcome.get_or_none(thread_id=current.id)
        worked = worked or (present.worked if present else None)
        deal = deal or (present.deal if present else None)
        if worked is None or (present and (present.worked, present.deal) == (worked, deal)):
            return present
        moment = at or now()
        if present:
            before = {"worked": present.worked, "deal": present.deal}
            await audit.log(actor, "outcome.corrected", "thread", current.id, before=before)
            present.worked, present.deal, present.corrected_at = worked, deal, moment
            present.told_by_id = actor.id
            await present.save(update_fields=["worked", "deal", "corrected_at", "told_by_id"])
        else:
            present = await Outcome.create(
                thread_id=current.id, worked=worked, deal=deal, told_by_id=actor.id, told_at=moment
            )
            await audit.log(actor, "outcome.told", "thread", current.id, worked=worked, deal=deal)
        version = await changed(current)
        # It stands on the cards of the answers.
        await Post.filter(acceptance__thread_id=current.id).update(version=version)
        await record(OutcomeTold(thread_id=current.id, version=version, actor_id=actor.id))
    return present
