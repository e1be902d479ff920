"""What people are told of. Titles and texts always pass through the policies of their own packages."""

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from discussions import policy as discussions
from hub.identity import Reader
from knowledge import policy as knowledge
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
    )
