"""What is still worth telling: between an event and the mail a person may have read it, lost access, or had enough."""

from collections.abc import Sequence
from typing import Any

from tortoise.queryset import QuerySet

from discussions.models import AcceptedAnswer, Post, Thread, Watch, WatchLevel
from hub import installation
from hub.identity import Reader
from notifications import reasons
from notifications.models import Kind, Notification
from notifications.policy import visible_to


async def pointless(reader: Reader, notifications: Sequence[Notification]) -> dict[int, str]:
    """By id, those of somebody's notifications that no mail should tell of any more, each with the reason."""
    visible = await _ids(visible_to(reader).filter(id__in=[it.id for it in notifications]))
    threads = [it.thread_id for it in notifications if it.thread_id]
    posts = [it.post_id for it in notifications if it.post_id]
    muted = await _values(
        Watch.filter(user_id=reader.id, thread_id__in=threads, level=WatchLevel.MUTED), "thread_id"
    )
    deleted = await _ids(Post.filter(id__in=posts, deleted_at__isnull=False))
    accepted = await _values(AcceptedAnswer.filter(post_id__in=posts), "post_id")
    assigned = await _ids(Thread.filter(id__in=threads, assignee_id=reader.id))
    done = await _done(notifications)
    told_before = await installation.mailed_until()

    def reason(it: Notification) -> str:
        if it.read_at:
            return "it was read already"
        if it.id not in visible:
            return "the reader may not see it any more"
        if it.thread_id in muted:
            return "the reader muted the thread"
        if it.post_id in deleted:
            return "the post was deleted"
        if it.kind is Kind.ANSWER_ACCEPTED and it.post_id not in accepted:
            return "the answer was withdrawn"
        if it.kind is Kind.ASSIGNED and it.thread_id not in assigned:
            return "somebody else has the case now"
        if it.id in done:
            return "it is done already"
        if told_before and it.created_at <= told_before:
            return "from before the hub was restored"
        return ""

    return {it.id: why for it in notifications if (why := reason(it))}


async def _done(notifications: Sequence[Notification]) -> set[int]:
    """The tasks that nobody has to do any more."""
    by_reason: dict[str, list[Notification]] = {}
    for it in notifications:
        by_reason.setdefault(it.reason, []).append(it)
    done: set[int] = set()
    for key, alike in by_reason.items():
        reason = reasons.find(key)
        if reason and reason.waiting:
            done |= {it.id for it in alike} - await reason.waiting(alike)
    return done


async def _ids(rows: QuerySet[Any]) -> set[int]:
    return await _values(rows, "id")


async def _values(rows: QuerySet[Any], column: str) -> set[int]:
    return {int(str(value)) for value in await rows.values_list(column, flat=True)}
