"""A deal or a case that was lost, told so that it does not happen again."""

from hub.i18n import N_
from hub.vocabulary.models import Facet
from knowledge.kinds.cases import CaseContent
from knowledge.kinds.kind import Kind

KIND = Kind(
    "failure",
    N_("Failure"),
    CaseContent,
    summary="situation",
    hint=N_("What was lost with which kind of customer, and what we would do otherwise."),
    place=40,
    requires=(Facet.PERSONALITY, Facet.STAGE),
)
