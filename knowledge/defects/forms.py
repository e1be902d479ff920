"""A report, and a customer's demand, as forms and the API send them."""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from discussions.models import Thread
from discussions.policy import visible_to as visible_threads
from hub.api import Body
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.text import Line, Prose
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import find_terms
from knowledge.defects.demanding import Wish
from knowledge.defects.filing import Filing
from knowledge.defects.reporting import Words
from knowledge.kinds.shapes import Amount, Currency
from knowledge.models import DefectKind, Origin, Severity, Weight
from knowledge.pages.forms import OptionalId, OptionalUid

LONGEST_BODY = 50_000
LONGEST_SAID = 5_000
SeverityKey = Literal["low", "medium", "high", "critical"]
WeightKey = Literal["nice", "useful", "important", "breaker"]


class WishForm(Body):
    """A customer on whose behalf it matters; without a `value` the currency says nothing."""

    customer: Annotated[str, Line(200)]
    weight: WeightKey
    value: Annotated[Decimal | None, Amount("")] = None
    currency: Annotated[str | None, Currency("")] = None
    words: Annotated[str, Prose(2_000)] = ""
    uid: OptionalUid = None

    def wish(self, prefix: str = "") -> Wish:
        """What is kept. InvalidInput names the fields, after `prefix`, that need another value."""
        if self.value is not None and self.value < 0:
            raise InvalidInput({f"{prefix}value": _("Please give a number that is not negative.")})
        if self.value is not None and not self.currency:
            raise InvalidInput({f"{prefix}currency": _("Please choose a currency, such as CNY or USD.")})
        return Wish(
            customer=self.customer,
            weight=Weight[self.weight.upper()],
            value=self.value,
            currency=self.currency or "",
            words=self.words,
        )


def _nobody_is_none(value: Any) -> Any:
    """A form that names no customer sends the currency that stands in it all the same."""
    typed = ("customer", "weight", "value", "words")
    return None if isinstance(value, dict) and not any(value.get(name) for name in typed) else value


class FilingForm(Body):
    """What of every report stays in the clear. The product is given by key, name, nickname or id."""

    kind: DefectKind
    origin: Origin = Origin.OWN
    product: Annotated[str, Line(100)]
    severity: SeverityKey

    async def chosen_product(self) -> Term:
        """The product; InvalidInput for a word that names none."""
        [product] = await find_terms(Facet.PRODUCT, [self.product])
        return product

    async def filing(self) -> Filing:
        """What the report is filed under; InvalidInput names ``product``."""
        return Filing(await self.chosen_product(), self.origin, self.kind, Severity[self.severity.upper()])


class ClearFilingForm(FilingForm):
    """What a report that is not sealed says of its product besides."""

    product_version: Annotated[str, Line(60, min_length=0)] = ""

    async def filing(self) -> Filing:
        """The same with the version."""
        return replace(await super().filing(), product_version=self.product_version)


class ReadersQuery(Body):
    """A product, by key, name, nickname or id, and whose it is."""

    product: Annotated[str, Line(100)]
    origin: Origin = Origin.OWN


class ReportForm(ClearFilingForm):
    """A report. `demand` is the first customer on whose behalf it matters.

    `readers` is the agreement to the people who were named to read it.
    """

    title: Annotated[str, Line(200)]
    body: Annotated[str, Prose(LONGEST_BODY, min_length=1)]
    said: Annotated[str, Prose(LONGEST_SAID)] = ""
    demand: Annotated[WishForm | None, BeforeValidator(_nobody_is_none)] = None
    thread: OptionalId = None
    readers: Annotated[str, Line(64, min_length=0)] = ""
    uid: OptionalUid = None

    @property
    def told(self) -> Words:
        """What it says."""
        return Words(self.title, self.body, self.said)

    @property
    def wish(self) -> Wish | None:
        """The first customer's demand, if one is named."""
        return self.demand.wish("demand.") if self.demand else None

    async def about(self, reader: Reader) -> Thread | None:
        """The case in which it came up; InvalidInput when the reader cannot see it."""
        if self.thread is None:
            return None
        thread = await visible_threads(reader).get_or_none(id=self.thread)
        if thread is None:
            raise InvalidInput({"thread": _("There is no such case that you can see.")})
        return thread
