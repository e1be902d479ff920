"""The demo company's products, prices, quotations, activities and answers, and the tree in which some of them stand."""

import re
import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hub.audiences.models import Group
from hub.audiences.operations import chosen
from hub.demo.content import Act, Age, Content, Filing, Handle, Key, Text
from hub.demo.founding import Stage, uid_of
from knowledge import amounts, articles, tree
from knowledge.articles.superseding import supersede
from knowledge.models import Article, Confidence

FILE = Path(__file__).parent / "company" / "kinds.toml"

# A day of a content, counted from the one of the seeding: ``day-30``.
_DAY = re.compile(r"day([+-]\d+)")


class Offer(Content):
    """The amounts of a quotation and the groups that see them."""

    groups: tuple[Handle, ...]
    currency: Text
    list_amount: Decimal
    discount: Decimal
    amount: Decimal
    terms: str = ""


class Written(Filing):
    """An article of any kind. `under` is the article below which it stands, `after` the version before it."""

    key: Key
    kind: Key
    owner: Handle
    at: Age
    verified: Act | None = None
    under: Key | None = None
    after: Key | None = None
    title: Text
    content: dict[str, Any]
    offer: Offer | None = None


async def tell(stage: Stage, present: datetime) -> None:
    """Write them all in the order of the file, dated back from `present`."""
    known: dict[str, Article] = {}
    for one in tomllib.loads(FILE.read_text(encoding="utf-8"))["articles"]:
        written = Written.model_validate(one)
        known[written.key] = await _article(stage, present, written, known)


async def _article(stage: Stage, present: datetime, written: Written, known: dict[str, Article]) -> Article:
    owner = stage.readers[written.owner]
    manuscript = await articles.compose(written.kind, written.title, _dated(written.content, present))
    terms = stage.filed(written)
    audience, uid = stage.audiences[None], uid_of("article", written.key)
    if written.after:
        older = known[written.after]
        article = await supersede(
            owner,
            older,
            manuscript,
            terms=terms,
            audience=audience,
            uid=uid,
            at=present - written.at,
            imported=True,
        )
    else:
        article = await articles.publish(
            owner,
            manuscript,
            terms=terms,
            audience=audience,
            uid=uid,
            at=present - written.at,
            imported=True,
        )
    if written.verified:
        judge, at = stage.readers[written.verified.by], present - written.verified.at
        await articles.change_confidence(judge, article, Confidence.VALIDATED, at=at)
    if written.under:
        await tree.move(owner, article, known[written.under])
    if written.offer:
        await _offer(stage, present, written, written.offer, article)
    return article


async def _offer(stage: Stage, present: datetime, written: Written, offer: Offer, article: Article) -> None:
    owner = stage.readers[written.owner]
    groups = await Group.filter(handle__in=list(offer.groups)).values_list("id", flat=True)
    audience = await chosen(group_ids=[int(str(id_)) for id_ in groups], user_ids=[owner.id])
    figures = amounts.Offer(offer.currency, offer.amount, offer.list_amount, offer.discount, offer.terms)
    await amounts.put_amounts(
        owner, article, figures, audience=audience, base_number=0, at=present - written.at
    )


def _dated(content: dict[str, Any], present: datetime) -> dict[str, Any]:
    def dated(value: Any) -> Any:
        found = _DAY.fullmatch(value) if isinstance(value, str) else None
        return str((present + timedelta(days=int(found[1]))).date()) if found else value

    return {name: dated(value) for name, value in content.items()}
