"""Who may see and correct reviews."""

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from hub.identity import Reader
from knowledge.models import Review


def visible_to(reader: Reader) -> QuerySet[Review]:
    """The reviews of the reader's audiences; withdrawn ones only for leads and their authors."""
    theirs = Review.filter(audience_id__in=list(reader.audience_ids))
    return theirs if reader.is_lead else theirs.filter(Q(withdrawn_at__isnull=True) | Q(author_id=reader.id))


def counted(reader: Reader) -> QuerySet[Review]:
    """The reviews that lists and counts are made of: visible ones that stand."""
    return Review.filter(audience_id__in=list(reader.audience_ids), withdrawn_at__isnull=True)


def may_correct(reader: Reader, review: Review) -> bool:
    """Correct, withdraw and restore: its author and leads."""
    return reader.is_lead or review.author_id == reader.id
