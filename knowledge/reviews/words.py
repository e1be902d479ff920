"""What the choices of a review are called."""

from hub.i18n import N_, _
from hub.vocabulary.models import FACET_LABELS, SINGLE_FACETS
from knowledge.models import MainReason, Outcome, ReasonSource

OUTCOMES = {
    Outcome.WON: N_("Won"),
    Outcome.LOST: N_("Lost"),
    Outcome.NO_DECISION: N_("No decision"),
}
REASONS = {
    MainReason.PRICE: N_("Price"),
    MainReason.PRODUCT: N_("Product and features"),
    MainReason.SERVICE: N_("Service and support"),
    MainReason.RELATIONSHIP: N_("Relationship"),
    MainReason.REPUTATION: N_("Brand and references"),
    MainReason.DELIVERY: N_("Delivery time"),
    MainReason.TERMS: N_("Payment and contract terms"),
    MainReason.DECISION_MAKER: N_("We did not reach who decides, or did"),
    MainReason.BUDGET: N_("Budget"),
    MainReason.TIMING: N_("Timing"),
    MainReason.OTHER: N_("Something else"),
}
SOURCES = {
    ReasonSource.BUYER: N_("The buyer said so"),
    ReasonSource.REP: N_("I say so, from what I saw"),
    ReasonSource.ASSUMPTION: N_("It is an assumption"),
}
# The same in a table or a chart.
SOURCES_SHORT = {
    ReasonSource.BUYER: N_("the buyer's"),
    ReasonSource.REP: N_("the rep's"),
    ReasonSource.ASSUMPTION: N_("an assumption"),
}

# The fields of a review by column.
FIELDS = {
    "outcome": N_("How did it end?"),
    **{f"{facet}_id": FACET_LABELS[facet] for facet in SINGLE_FACETS},
    "reason": N_("Main reason"),
    "reason_words": N_("In words"),
    "reason_source": N_("Whose reason it is"),
    "lesson": N_("What we learnt"),
    "decided_on": N_("Decided on"),
}


def outcome(value: Outcome) -> str:
    return _(OUTCOMES[value])


def reason(value: MainReason) -> str:
    return _(REASONS[value])


def source(value: ReasonSource) -> str:
    return _(SOURCES_SHORT[value])
