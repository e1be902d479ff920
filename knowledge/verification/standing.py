"""How an article stands: whether it can be relied on at this moment. Nobody else works that out."""

from datetime import UTC, datetime
from enum import StrEnum

from tortoise.expressions import Q

from hub.database import now
from hub.i18n import N_
from knowledge.models import Article, Confidence


class Standing(StrEnum):
    """What readers are told of an article. The confidence alone does not say that its time is over."""

    WORK_IN_PROGRESS = "wip"
    NOT_VALIDATED = "not_validated"
    VALIDATED = "validated"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    ARCHIVED = "archived"


LABELS = {
    Standing.WORK_IN_PROGRESS: N_("Work in progress"),
    Standing.NOT_VALIDATED: N_("Not validated"),
    Standing.VALIDATED: N_("Validated"),
    Standing.EXPIRED: N_("To be checked again"),
    Standing.LAPSED: N_("No longer valid"),
    Standing.ARCHIVED: N_("Archived"),
}


def standing(article: Article, at: datetime | None = None) -> Standing:
    """How an article stands at a moment, now unless another is given.

    Validated is what somebody verified and whose date has not come yet; lapsed is what was valid until a day that is
    over (by UTC), such as a price list.
    """
    moment = at or now()
    if article.confidence is Confidence.ARCHIVED:
        return Standing.ARCHIVED
    if article.valid_to and article.valid_to < moment.astimezone(UTC).date():
        return Standing.LAPSED
    validated = article.confidence is Confidence.VALIDATED
    if validated and article.verified_until and article.verified_until <= moment:
        return Standing.EXPIRED
    return Standing(article.confidence.value)


def standing_is(wanted: Standing, at: datetime | None = None) -> Q:
    """The articles for which `standing` says the same, as a condition for queries."""
    moment = at or now()
    archived = Q(confidence=Confidence.ARCHIVED)
    lapsed = Q(valid_to__isnull=False, valid_to__lt=moment.astimezone(UTC).date())
    expired = due_before(moment)
    if wanted is Standing.ARCHIVED:
        return archived
    if wanted is Standing.LAPSED:
        return lapsed & ~archived
    if wanted is Standing.EXPIRED:
        return expired & ~lapsed
    holds = Q(confidence=Confidence(wanted.value)) & ~lapsed
    return holds & ~expired if wanted is Standing.VALIDATED else holds


def due_before(moment: datetime) -> Q:
    """Validated articles that have to be verified again by a moment, those that are overdue included."""
    return Q(confidence=Confidence.VALIDATED, verified_until__isnull=False, verified_until__lte=moment)
