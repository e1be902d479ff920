"""Handing all that somebody answers for to somebody else, as when they leave."""

from dataclasses import dataclass

from tortoise.expressions import Q

from hub import audit
from hub.accounts.models import User
from hub.database import in_transaction
from hub.errors import Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import Reader, load_readers
from hub.outbox import record
from knowledge import policy
from knowledge.events import ArticleOwnerChanged, ArticlesHandedOver
from knowledge.models import Article


@dataclass(frozen=True)
class HandedOver:
    """How many articles have gone to somebody else, and which ones stay because that person cannot read them."""

    count: int
    left: list[Article]


async def hand_over(actor: Reader, giver: User, taker: User) -> HandedOver:
    """Let `taker` own and verify what `giver` did, as far as `actor` may see it and `taker` may read it.

    It is for leads, and for what is one's own: Forbidden. Whoever takes over is told once, however many articles it is.
    """
    if not (actor.is_lead or actor.id == giver.id):
        raise Forbidden
    if giver.id == taker.id:
        raise InvalidInput({"taker": _("Please choose somebody else.")})
    async with in_transaction():
        readers = await load_readers([taker.id])
        if not readers:
            raise InvalidInput({"taker": _("Please choose a person.")})
        concerned = await (
            policy.visible_to(actor)
            .filter(Q(owner_id=giver.id) | Q(verifier_id=giver.id))
            .order_by("id")
            .select_for_update(no_key=True)
        )
        moving = [article for article in concerned if policy.may_read(readers[0], article)]
        owned = [article.id for article in moving if article.owner_id == giver.id]
        verified = [article.id for article in moving if article.verifier_id == giver.id]
        await Article.filter(id__in=owned).update(owner_id=taker.id)
        await Article.filter(id__in=verified).update(verifier_id=taker.id)
        if moving:
            await _tell(actor, taker, owned, moving)
            await audit.log(
                actor, "articles.handed_over", "user", giver.id, to=taker.id, owned=owned, verified=verified
            )
    return HandedOver(len(moving), [article for article in concerned if article not in moving])


async def _tell(actor: Reader, taker: User, owned: list[int], moving: list[Article]) -> None:
    if len(moving) == 1 and owned:
        await record(ArticleOwnerChanged(article_id=owned[0], actor_id=actor.id))
    else:
        await record(ArticlesHandedOver(article_id=moving[0].id, actor_id=actor.id, owner_id=taker.id))
