"""The amounts of a quotation as one reader may see them: as if there were none for everybody else."""

from dataclasses import dataclass

from hub.i18n import _
from hub.identity import Reader
from knowledge import policy
from knowledge.kinds.money import show_amount
from knowledge.models import Article, QuotationAmount

KIND = "quotation"


@dataclass(frozen=True)
class Shown:
    """One state of the amounts, its figures in words: label and value."""

    amount: QuotationAmount
    figures: list[tuple[str, str]]


@dataclass(frozen=True)
class Amounts:
    """What a reader sees of a quotation's amounts: the `current` ones, none when there are none for them."""

    current: Shown | None
    may_put: bool


async def amounts_of(reader: Reader, article: Article) -> Amounts:
    """The amounts of an article that the reader may see already."""
    latest = await latest_of(article)
    seen = _shown(latest) if latest and may_see(reader, latest) else None
    return Amounts(seen, may_put(reader, article, latest))


async def history_of(reader: Reader, article: Article) -> list[Shown]:
    """All states of the amounts, the newest first; what somebody may not see now they may not see as it was."""
    rows = await QuotationAmount.filter(article_id=article.id).order_by("-number").select_related("author")
    return [_shown(row) for row in rows if may_see(reader, row)] if rows and may_see(reader, rows[0]) else []


def _shown(amount: QuotationAmount) -> Shown:
    figures = [
        (_("List price"), amount.list_amount, amount.currency),
        (_("Discount in percent"), amount.discount, ""),
        (_("Offered"), amount.amount, amount.currency),
    ]
    return Shown(
        amount, [(label, show_amount(value, unit)) for label, value, unit in figures if value is not None]
    )


async def latest_of(article: Article) -> QuotationAmount | None:
    """The amounts that count; for decisions only, what people are shown comes from `amounts_of`."""
    return (
        await QuotationAmount.filter(article_id=article.id)
        .order_by("-number")
        .select_related("author", "audience")
        .first()
    )


def may_see(reader: Reader, amount: QuotationAmount) -> bool:
    """Its own readers alone: neither owner nor lead, unless they are among them."""
    return amount.audience_id in reader.audience_ids


def may_put(reader: Reader, article: Article, latest: QuotationAmount | None) -> bool:
    """Who stewards the article gives it its first amounts; after that those who see them."""
    return article.kind == KIND and (
        policy.may_steward(reader, article) if latest is None else may_see(reader, latest)
    )
