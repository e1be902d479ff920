"""A deal or a case that was won, told so that it can be done again."""

from hub.i18n import N_
from hub.vocabulary.models import Facet
from knowledge.kinds.cases import CaseContent
from knowledge.kinds.kind import Kind

KIND = Kind(
    "success",
    N_("Success"),
    CaseContent,
    summary="situation",
    hint=N_("What was won with which kind of customer, and what turned it."),
    place=30,
    requires=(Facet.PERSONALITY, Facet.STAGE),
)
