"""An example of a quotation. What was offered at which discount stands apart, for readers of its own."""

from datetime import date
from typing import Annotated

from hub.i18n import N_
from hub.identity import Reader
from hub.text import Line, Prose
from knowledge.kinds.kind import LONGEST, Content, Kind
from knowledge.kinds.references import Reference
from knowledge.kinds.shapes import Day, Section, Words
from knowledge.models import Article


class QuotationContent(Content):
    """A quotation without its amounts."""

    quoted_on: Annotated[date, Day(N_("Quoted on"), card=True)]
    approver: Annotated[str, Reference(N_("Approved by"), noun="person")]
    region: Annotated[str, Line(100, min_length=0), Words(N_("Region"), card=True)] = ""
    occasion: Annotated[
        str,
        Prose(LONGEST, min_length=1),
        Section(
            N_("Occasion"),
            N_("For which customer and which need. No amounts here: they have readers of their own."),
        ),
    ]
    offer: Annotated[
        str,
        Prose(LONGEST),
        Section(N_("What was offered"), N_("Products, services and terms, without amounts."), rows=6),
    ] = ""
    reasoning: Annotated[
        str,
        Prose(LONGEST),
        Section(N_("Why it was approved"), N_("What the discount was given for."), rows=5),
    ] = ""


async def _amounts(reader: Reader, article: Article) -> object:
    # Writing amounts needs the kinds first.
    from knowledge.amounts import amounts_of

    return await amounts_of(reader, article)


KIND = Kind(
    "quotation",
    N_("Quotation example"),
    QuotationContent,
    summary="occasion",
    hint=N_("A quotation to learn from. Only the people you name see its amounts."),
    place=80,
    page="knowledge/kinds/quotation.html",
    load=_amounts,
    then="/amounts",
)
