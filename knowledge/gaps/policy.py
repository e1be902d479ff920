"""Who may see and fill gaps."""

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from hub.identity import Reader
from knowledge import policy
from knowledge.models import Gap, GapKind


def visible_to(reader: Reader) -> QuerySet[Gap]:
    """Gaps that somebody fills: of visible articles and of cells.

    Of searches for leads and whom they asked, of flagged articles for these and for who may see one of the flags.
    """
    articles = policy.visible_to(reader).values("id")
    found = Gap.filter(Q(article_id__isnull=True) | Q(article_id__in=Subquery(articles)))
    if reader.is_lead:
        return found
    flagged = policy.flags_visible_to(reader).values("article_id")
    return found.filter(
        Q(assignee_id=reader.id)
        | ~Q(kind__in=[GapKind.SEARCH, GapKind.FLAGGED])
        | Q(kind=GapKind.FLAGGED, article_id__in=Subquery(flagged))
    )


def may_see_searches(reader: Reader) -> bool:
    """What people typed, without their names: leads only."""
    return reader.is_lead


def may_assign(reader: Reader, assignee_id: int) -> bool:
    """Everybody may take a gap themselves, leads may ask anybody."""
    return reader.is_lead or assignee_id == reader.id


def may_finish(reader: Reader, gap: Gap) -> bool:
    """Say that it is done, or not after all, or give it back: who fills it, and leads."""
    return reader.is_lead or gap.assignee_id == reader.id
