"""Which cases stand in which queue: docs/queues.md tells why."""

from datetime import timedelta

from tortoise.expressions import F, Q, RawSQL
from tortoise.queryset import QuerySet

from discussions.models import CaseKind, Thread
from hub.database import now

# How long a case may wait for a first reply.
REPLY_WITHIN = timedelta(hours=4)
# How long the talk has rested when somebody should say whether it answered the case.
QUIET_FOR = timedelta(hours=24)

# What the asker adds is no reply.
UNANSWERED = Q(reply_count=F("own_count"))
ANSWERED = Q(reply_count__gt=F("own_count"))

# Complaints have steps that are due instead.
_OPEN = Q(answer_count=0, locked_at__isnull=True, hidden_at__isnull=True, kind=CaseKind.QUESTION)

_WAITS = """(
    "thread"."locked_at" IS NULL AND CASE "thread"."kind" WHEN 'complaint' THEN
        "thread"."assignee_id" = {user}
        AND EXISTS (SELECT FROM complaint WHERE thread_id = "thread"."id" AND done_at IS NULL)
    ELSE
        "thread"."answer_count" = 0 AND (
            "thread"."assignee_id" = {user}
            OR "thread"."author_id" = {user} AND "thread"."reply_count" > "thread"."own_count"
        )
    END
)"""


def unanswered(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """Of these, the open questions to which nobody but the asker has replied for `REPLY_WITHIN`."""
    return threads.filter(_OPEN, UNANSWERED, created_at__lte=now() - REPLY_WITHIN)


def undecided(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """Of these, the open questions with replies of others, none of them accepted, quiet for `QUIET_FOR`."""
    return threads.filter(_OPEN, ANSWERED, active_at__lte=now() - QUIET_FOR)


def waiting_for(threads: QuerySet[Thread], user_id: int) -> QuerySet[Thread]:
    """Of these, the open cases that wait for one person: who works on them, or asked and may accept a reply."""
    theirs = threads.filter(Q(assignee_id=user_id) | Q(author_id=user_id))
    return theirs.annotate(waits=RawSQL(_WAITS.format(user=user_id))).filter(waits=True)
