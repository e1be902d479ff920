"""Who a competitor is; what is known of them in detail stands in lines of their own."""

from typing import Annotated

from hub.i18n import N_
from hub.text import Prose
from hub.vocabulary.models import Facet
from knowledge.kinds.kind import LONGEST, Content, Kind
from knowledge.kinds.shapes import Section


class CompetitorContent(Content):
    """A competitor in a few sentences."""

    overview: Annotated[
        str,
        Prose(LONGEST, min_length=1),
        Section(N_("Who they are"), N_("Where we meet them, what they sell, how they sell it.")),
    ]


KIND = Kind(
    "competitor",
    N_("Competitor"),
    CompetitorContent,
    summary="overview",
    hint=N_("Who a competitor is and where we meet them."),
    place=90,
    requires=(Facet.COMPETITOR,),
    alone=Facet.COMPETITOR,
    page="knowledge/rivals/of_article.html",
)
