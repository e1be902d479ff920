"""What a product does, for whom, and what customers ask about it."""

from typing import Annotated

from hub.i18n import N_
from hub.text import Line, Prose
from knowledge.kinds.kind import LONGEST, Content, Kind
from knowledge.kinds.shapes import Choice, Section, Words

STANDINGS = (
    ("announced", N_("Announced")),
    ("sold", N_("Sold today")),
    ("discontinued", N_("Discontinued")),
)


class ProductContent(Content):
    """A product as a rep explains it."""

    model_number: Annotated[str, Line(100, min_length=0), Words(N_("Model or version"), card=True)] = ""
    standing: Annotated[str | None, Choice(N_("Standing"), card=True, choices=STANDINGS)] = None
    purpose: Annotated[
        str,
        Prose(LONGEST, min_length=1),
        Section(N_("What it is for"), N_("In the customer's words, without our own names for things.")),
    ]
    features: Annotated[
        str, Prose(LONGEST), Section(N_("Features"), N_("What it can do, and its limits."), rows=10)
    ] = ""
    fits: Annotated[
        str, Prose(LONGEST), Section(N_("For whom it fits"), N_("And for whom it does not."), rows=5)
    ] = ""


KIND = Kind(
    "product",
    N_("Product"),
    ProductContent,
    summary="purpose",
    hint=N_("What a product does, for whom, and where its limits are."),
    place=50,
)
