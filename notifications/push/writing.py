"""What a message says: checked and loaded when it is sent, in the language of its reader."""

import base64
import hashlib
import json
from dataclasses import dataclass

from hub.database import now
from hub.i18n import SOURCE_LOCALE, in_locale
from hub.identity import load_readers
from notifications import inbox
from notifications.mailer.standing import pointless
from notifications.models import Notification, Timing
from notifications.preferences.wishes import wishes_of
from notifications.wording import sentence


@dataclass(frozen=True)
class Message:
    """What a browser shows. `topic` lets a newer message about the same thing replace one that still waits."""

    payload: bytes
    topic: str


async def write(notification: Notification) -> Message | None:
    """The message about one line of an inbox; None when it is read, not visible, not wanted at once, or it is night.

    It holds who did what and the title of the thing, no word of its text: it is shown on locked screens.
    """
    readers = await load_readers([notification.user_id])
    if not readers:
        return None
    [reader] = readers
    wishes = await wishes_of(reader.id)
    if wishes.timings[notification.kind] is not Timing.INSTANT or wishes.hours.quiet_until(now()):
        return None
    if await pointless(reader, [notification]):
        return None
    title = (await inbox.titles_of(reader, [notification.topic])).get(notification.topic)
    if title is None:
        return None
    posts = await inbox.posts_of([notification])
    with in_locale(reader.locale or SOURCE_LOCALE):
        names = [notification.actor.name] if notification.actor else []
        own = inbox.is_own(reader, notification, posts)
        told = sentence(notification.kind, names, reason=notification.reason, mine=own)
    content = {
        "title": told,
        # At most 200 characters, and names are shorter: far below the 4,096 bytes that push services take.
        "body": title,
        "url": f"/notifications/{notification.uid}",
        "tag": notification.topic,
    }
    return Message(json.dumps(content, ensure_ascii=False).encode(), _topic(notification))


def _topic(notification: Notification) -> str:
    """At most 32 characters of base64url (RFC 8030, 5.4) that tell a push service nothing."""
    digest = hashlib.sha256(f"{notification.user_id} {notification.topic}".encode()).digest()
    return base64.urlsafe_b64encode(digest)[:32].decode()
