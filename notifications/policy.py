"""What people are told of. Titles and texts always pass through the policies of their own packages."""

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from discussions import policy as discussions
from hub.identity import Reader
from knowledge import policy as knowledge
from knowledge.defects import policy as defects
from knowledge.models import Topic
from notifications import reasons
from notifications.models import Notification


def visible_to(reader: Reader) -> QuerySet[Notification]:
    """The reader's own notifications of things that they may see now; the others vanish from lists and counts."""
    own = Notification.filter(user_id=reader.id)
    # Of the few that the reader was told of, not of all that they may see.
    told_threads, told_articles = Subquery(own.values("thread_id")), Subquery(own.values("article_id"))
    threads = Subquery(discussions.visible_to(reader).filter(id__in=told_threads).values("id"))
    articles = Subquery(knowledge.visible_to(reader).filter(id__in=told_articles).values("id"))
    return Notification.filter(
        Q(user_id=reader.id)
        & (Q(thread_id__isnull=True) | Q(thread_id__in=threads))
        & (Q(article_id__isnull=True) | Q(article_id__in=articles))
        & (Q(defect_id__isnull=True) | _of_defect(reader, own))
        & (Q(opinion_topic_id__isnull=True) | _of_topic(reader, own))
    )


def _of_defect(reader: Reader, own: QuerySet[Notification]) -> Q:
    """What a team was told of a report is for its members; whoever left it may still be the reporter."""
    told = Subquery(own.values("defect_id"))
    readable = Subquery(defects.visible_to(reader).filter(id__in=told).values("id"))
    reviewed = Subquery(defects.reviewed_by(reader).filter(id__in=told).values("id"))
    return Q(defect_id__in=readable) & (~_FOR_TEAM | Q(defect_id__in=reviewed))


def _of_topic(reader: Reader, own: QuerySet[Notification]) -> Q:
    told = Subquery(own.values("opinion_topic_id"))
    readable = Subquery(defects.topics_visible_to(reader).filter(id__in=told).values("id"))
    asked = Subquery(Topic.filter(team_id__in=list(reader.group_ids), id__in=told).values("id"))
    return Q(opinion_topic_id__in=readable) & (~_FOR_TEAM | Q(opinion_topic_id__in=asked))


_FOR_TEAM = Q(reason__in=list(reasons.for_team()))
