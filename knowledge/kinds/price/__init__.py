"""A price list: what things cost, where, in which currency, and from when to when."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from hub.i18n import N_, _
from hub.identity import Reader
from hub.pages.forms import told
from hub.text import Line, Prose
from knowledge.kinds.kind import LONGEST, Content, Kind
from knowledge.kinds.shapes import Amount, Currency, Day, Section, Words
from knowledge.kinds.tables import Rows
from knowledge.models import Article

COLUMNS = (
    ("item", Words(N_("Item"))),
    ("amount", Amount(N_("Price"))),
    ("unit", Words(N_("Unit"))),
)


class PriceLine(BaseModel):
    """What one thing costs, in the currency of the list."""

    model_config = ConfigDict(extra="forbid")

    item: Annotated[str, Line(200)]
    amount: Decimal
    unit: Annotated[str, Line(60, min_length=0)] = ""


class PriceContent(Content):
    """One version of a price list."""

    version: Annotated[str, Line(60), Words(N_("Version"), card=True)]
    currency: Annotated[str, Currency(N_("Currency"), card=True)]
    region: Annotated[str, Line(100), Words(N_("Region"), N_("Where these prices hold."), card=True)]
    valid_from: Annotated[date, Day(N_("Valid from"))]
    valid_to: Annotated[
        date | None, Day(N_("Valid to"), N_("The last day; empty until further notice."), card=True)
    ] = None
    lines: Annotated[
        list[PriceLine],
        Rows(
            N_("Prices"),
            N_("One line each: item | price | unit. Rows copied from a spreadsheet can be pasted."),
            columns=COLUMNS,
        ),
    ]
    conditions: Annotated[
        str,
        Prose(LONGEST),
        Section(N_("Conditions"), N_("Quantities, delivery, payment, what is not included."), rows=5),
    ] = ""

    @field_validator("valid_to")
    @classmethod
    def _not_before_it_begins(cls, value: date | None, info: ValidationInfo) -> date | None:
        begins = info.data.get("valid_from")
        if value and begins and value < begins:
            raise told(_("The last day comes before the first."))
        return value


async def _versions(reader: Reader, article: Article) -> object:
    # Writing articles needs the kinds first.
    from knowledge.articles.superseding import versions_of

    return await versions_of(reader, article)


KIND = Kind(
    "price",
    N_("Price list"),
    PriceContent,
    summary="conditions",
    hint=N_("What things cost, where, and from when to when."),
    place=70,
    page="knowledge/kinds/price.html",
    load=_versions,
)
