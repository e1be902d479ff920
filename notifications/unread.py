"""The number on the bell as pages show it: every page asks, so it is kept until it may have changed."""

from collections.abc import Iterable

from discussions.events import MOVING_READERS
from hub.caching import Cache
from hub.identity import ACCESS_CHANGED, CACHE_SECONDS, Reader
from hub.outbox import Happened, bus
from knowledge.defects.events import DefectAudienceChanged, TopicChanged
from knowledge.events import ArticleAudienceChanged
from notifications.inbox import unread_by_topic
from notifications.signals import INBOX

_numbers: Cache[int, dict[str, int]] = Cache(most=20_000, seconds=CACHE_SECONDS)


async def kept_by_topic(reader: Reader) -> dict[str, int]:
    """`unread_by_topic`, counted again when the reader's inbox or what they may see changed."""

    async def count(_user_id: int) -> dict[str, int]:
        return await unread_by_topic(reader)

    return await _numbers.get(reader.id, count) or {}


def forget(user_ids: Iterable[int] | None = None) -> None:
    """Count again for some people, or for everybody."""
    if user_ids is None:
        _numbers.forget()
    else:
        for user_id in user_ids:
            _numbers.forget_one(user_id)


def listen(to: bus.Bus) -> None:
    """Follow what every process tells of inboxes and of who may see what."""
    to.on_signal(INBOX, lambda data: forget(data["user_ids"]))
    to.on_signal(ACCESS_CHANGED, lambda data: forget(data["user_ids"]))
    to.on_event(_on_event)
    to.on_gap(forget)


def _on_event(happened: Happened) -> None:
    if isinstance(
        happened.event, (*MOVING_READERS, ArticleAudienceChanged, DefectAudienceChanged, TopicChanged)
    ):
        forget()
