"""Writing what a quotation came to. Nothing is overwritten."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from hub import audit
from hub.audiences.models import Audience
from hub.database import new_uid, now, one_writer_of
from hub.errors import Conflict, UidTaken
from hub.identity import Reader
from hub.outbox import record
from knowledge.amounts.reading import latest_of, may_put
from knowledge.articles.readership import require_member
from knowledge.articles.writing import locked, require
from knowledge.events import AmountsChanged
from knowledge.models import Article, QuotationAmount


@dataclass(frozen=True)
class Offer:
    """What was offered, in `currency`; `discount` is a percentage of `list_amount`."""

    currency: str
    amount: Decimal
    list_amount: Decimal | None = None
    discount: Decimal | None = None
    terms: str = ""


async def put_amounts(
    actor: Reader,
    article: Article,
    offer: Offer,
    *,
    audience: Audience,
    base_number: int,
    uid: UUID | None = None,
    at: datetime | None = None,
) -> QuotationAmount:
    """Let a quotation have these amounts, for `audience` alone.

    Forbidden to those who may not see the present ones. Conflict when `base_number`, the state the editor started
    from (0: none), is no longer the newest; InvalidInput when `actor` is not of the audience. The same `uid` with the
    same amounts gives the first state again.
    """
    async with locked(actor, article) as current:
        latest = await latest_of(current)
        require(may_put(actor, current, latest))
        if uid and (first := await _written_before(actor, current, uid, offer, audience)):
            return first
        if base_number != (latest.number if latest else 0):
            raise Conflict
        await require_member(actor, audience)
        amount = await QuotationAmount.create(
            uid=uid or new_uid(),
            article=current,
            number=base_number + 1,
            audience=audience,
            author_id=actor.id,
            currency=offer.currency,
            amount=offer.amount,
            list_amount=offer.list_amount,
            discount=offer.discount,
            terms=offer.terms,
            created_at=at or now(),
        )
        await record(AmountsChanged(article_id=current.id, actor_id=actor.id))
        await audit.log(actor, "article.amounts_changed", "article", current.id, audience=audience.id)
    return amount


async def _written_before(
    actor: Reader, article: Article, uid: UUID, offer: Offer, audience: Audience
) -> QuotationAmount | None:
    await one_writer_of(uid)
    first = await QuotationAmount.get_or_none(uid=uid)
    if first is None:
        return None
    said = Offer(first.currency, first.amount, first.list_amount, first.discount, first.terms)
    if (first.article_id, first.author_id, first.audience_id, said) != (
        article.id,
        actor.id,
        audience.id,
        offer,
    ):
        raise UidTaken
    return first
