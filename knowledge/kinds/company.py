"""What we say about ourselves."""

from typing import Annotated

from hub.i18n import N_
from hub.text import Prose
from knowledge.kinds.kind import LONGEST, Content, Kind
from knowledge.kinds.shapes import Section


class CompanyContent(Content):
    """Who we are, what speaks for us, and what proves it."""

    about: Annotated[
        str,
        Prose(LONGEST, min_length=1),
        Section(N_("About us"), N_("What every colleague should be able to say in the same words."), rows=10),
    ]
    strengths: Annotated[
        str, Prose(LONGEST), Section(N_("What speaks for us"), N_("And for which customers it counts."))
    ] = ""
    proof: Annotated[
        str,
        Prose(LONGEST),
        Section(N_("Proof"), N_("Customers who may be named, figures, certificates."), rows=5),
    ] = ""


KIND = Kind(
    "company",
    N_("Company"),
    CompanyContent,
    summary="about",
    hint=N_("What we say about ourselves, and what proves it."),
    place=60,
)
