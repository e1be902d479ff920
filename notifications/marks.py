"""Marking notifications read, for every tab and device of a person at once."""

from tortoise.queryset import QuerySet

from hub.database import in_transaction, now
from hub.identity import Reader
from notifications import unread
from notifications.models import Notification
from notifications.signals import inbox_changed


async def mark_read(reader: Reader, notification: Notification) -> None:
    """Mark one line read."""
    await _mark(reader, Notification.filter(id=notification.id))


async def mark_topic_read(reader: Reader, topic: str) -> None:
    """Mark everything read that is about one thing, such as ``thread:7``."""
    await _mark(reader, Notification.filter(topic=topic))


async def mark_all_read(reader: Reader) -> None:
    """Empty the bell."""
    await _mark(reader, Notification.all())


async def _mark(reader: Reader, chosen: QuerySet[Notification]) -> None:
    async with in_transaction():
        if await chosen.filter(user_id=reader.id, read_at__isnull=True).update(read_at=now()):
            await inbox_changed([reader.id])
    unread.forget([reader.id])
