"""What customers would give for a repair: colleagues say it on their behalf, the team ranks by it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from hub.database import in_transaction, new_uid, now
from hub.errors import Forbidden
from hub.identity import Reader
from hub.outbox import record
from hub.repetition import digest_of, written_before
from knowledge.defects import policy
from knowledge.defects.errors import SealedReport, TooManyDemands
from knowledge.defects.events import DemandGiven
from knowledge.defects.writing import hold
from knowledge.models import Defect, Demand, Weight

# All of them stand on the page.
MOST = 200


@dataclass(frozen=True)
class Wish:
    """A customer who waits for it. `value` is the deal that hangs on it, in `currency` (ISO 4217)."""

    customer: str
    weight: Weight
    value: Decimal | None = None
    currency: str = ""
    words: str = ""


async def give(actor: Reader, defect: Defect, wish: Wish, *, uid: UUID | None = None) -> Demand:
    """Say that a customer waits for it: whoever reported it may, and its team.

    The same `uid` with the same content gives the first one again; UidTaken for anything else. SealedReport for a
    sealed one: a customer's name would not be sealed.
    """
    digest = _digest(defect, wish)
    async with in_transaction():
        current = await hold(actor, defect, policy.may_reply)
        if first := await written_before(Demand, actor, uid, digest):
            return first
        if current.sealed:
            raise SealedReport
        if await Demand.filter(defect=current).count() >= MOST:
            raise TooManyDemands
        return await keep(actor, current, wish, uid=uid)


async def keep(
    actor: Reader, defect: Defect, wish: Wish, *, uid: UUID | None = None, at: datetime | None = None
) -> Demand:
    """The row of a demand, inside a transaction that holds its report."""
    demand = await Demand.create(
        uid=uid or new_uid(),
        digest=_digest(defect, wish),
        defect=defect,
        author_id=actor.id,
        customer=wish.customer,
        value=wish.value,
        currency=wish.currency if wish.value is not None else "",
        weight=wish.weight,
        words=wish.words,
        created_at=at or now(),
    )
    await record(DemandGiven(defect_id=defect.id, actor_id=actor.id, demand_id=demand.id))
    return demand


async def withdraw(actor: Reader, demand: Demand) -> None:
    """Take back what one said on a customer's behalf. Twice is once."""
    async with in_transaction():
        current = await Demand.filter(id=demand.id).select_for_update().get_or_none()
        if current is None:
            return
        if current.author_id != actor.id:
            raise Forbidden
        await current.delete()
        await record(DemandGiven(defect_id=current.defect_id, actor_id=actor.id, demand_id=current.id))


def _digest(defect: Defect, wish: Wish) -> str:
    return digest_of("demand", defect.id, wish.customer, wish.weight, wish.value, wish.currency, wish.words)
