"""Market shares: what part of a market a rival or we have, and which place, by region and period."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field, field_validator
from tortoise.expressions import Q

from hub.api import Body
from hub.database import connection, in_transaction, now
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.text import Line
from knowledge.articles.writing import locked, require
from knowledge.models import Article, MarketShare
from knowledge.rivals import policy
from knowledge.rivals.wording import Source, rendered


class Share(Body):
    """One entry. `quarter` is 0 for the whole year, `share` a percentage, `place` the rank among all."""

    region: Annotated[str, Line(60)]
    year: Annotated[int, Field(ge=1990, le=2100)]
    quarter: Annotated[int, Field(ge=0, le=4)] = 0
    share: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)] | None = None
    place: Annotated[int, Field(ge=1, le=999)] | None = None
    source: Source = ""

    @field_validator("share", "place", mode="before")
    @classmethod
    def _left_empty(cls, value: object) -> object:
        return None if value == "" else value


async def enter_share(
    actor: Reader, rival: Article | None, entry: Share, *, at: datetime | None = None
) -> MarketShare:
    """Note an entry of a rival, or (None) ours; it replaces what was noted of the same region and period.

    InvalidInput when it gives neither share nor place, or no source.
    """
    if entry.share is None and entry.place is None:
        raise InvalidInput({"share": _("Please give the share, the rank, or both.")})
    if not entry.source:
        raise InvalidInput({"source": _("Please say where this is from.")})
    html = (await rendered(entry.source)).html
    if rival is None:
        require(policy.may_keep_our_shares(actor))
        async with in_transaction():
            return await _replace(actor, None, entry, html, at or now())
    async with locked(actor, rival) as current:
        require(policy.may_curate(actor, current))
        return await _replace(actor, current.id, entry, html, at or now())


async def _replace(
    actor: Reader, rival_id: int | None, entry: Share, source_html: str, at: datetime
) -> MarketShare:
    await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext('market_share'))")
    region = await _known(entry.region, rival_id)
    present = MarketShare.filter(
        rival_id=rival_id, region=region, year=entry.year, quarter=entry.quarter, replaced_at__isnull=True
    )
    same = await present.first()
    if same and (same.share, same.place, same.source) == (entry.share, entry.place, entry.source):
        return same
    await present.update(replaced_at=at)
    return await MarketShare.create(
        rival_id=rival_id,
        author_id=actor.id,
        created_at=at,
        source_html=source_html,
        **entry.model_dump() | {"region": region},
    )


async def _known(region: str, rival_id: int | None) -> str:
    """A region as this side or we first wrote it, so that “east china” and “East China” are one."""
    sides = Q(rival_id__isnull=True) if rival_id is None else Q(rival_id__isnull=True) | Q(rival_id=rival_id)
    first = await MarketShare.filter(sides, region__iexact=region).order_by("id").first()
    return first.region if first else region
