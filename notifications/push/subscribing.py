"""Browsers that ask to be told, and take it back."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field
from tortoise.queryset import QuerySet

from hub.database import connection, in_transaction
from hub.identity import Reader
from notifications.push.keys import is_public_key, is_secret
from notifications.push.models import PushSubscription
from notifications.push.reach import PUBLIC

# Who has more has forgotten some; the oldest make room.
MOST_SUBSCRIPTIONS = 20

# A browser has one endpoint. Whoever signs in there next takes it over.
_SUBSCRIBE = """
INSERT INTO push_subscription (uid, user_id, session_id, endpoint, p256dh, auth, user_agent, created_at)
VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, now())
ON CONFLICT (endpoint) DO UPDATE SET user_id = excluded.user_id, session_id = excluded.session_id,
    p256dh = excluded.p256dh, auth = excluded.auth, user_agent = excluded.user_agent
RETURNING id, user_id
"""
_MAKE_ROOM = """
DELETE FROM push_subscription WHERE user_id = $1 AND id NOT IN (
    SELECT id FROM push_subscription WHERE user_id = $1 ORDER BY id DESC LIMIT $2
)
"""
# What was owed to somebody else at this browser is not for its new owner.
_FORGET_OTHERS = """
DELETE FROM push USING notification
WHERE push.subscription_id = $1 AND notification.id = push.notification_id AND notification.user_id <> $2
"""


def _endpoint(text: str) -> str:
    if not PUBLIC.allows(text):
        raise ValueError("no address of a push service")
    return text


def _public_key(text: str) -> str:
    if not is_public_key(text):
        raise ValueError("no public key")
    return text


def _secret(text: str) -> str:
    if not is_secret(text):
        raise ValueError("no secret")
    return text


class Keys(BaseModel):
    """A browser's keys."""

    p256dh: Annotated[str, Field(max_length=100), AfterValidator(_public_key)]
    auth: Annotated[str, Field(max_length=40), AfterValidator(_secret)]


class Subscribing(BaseModel):
    """What a browser's `PushSubscription.toJSON()` says."""

    endpoint: Annotated[str, Field(max_length=1000), AfterValidator(_endpoint)]
    keys: Keys


async def subscribe(reader: Reader, session_id: int, wanted: Subscribing, user_agent: str) -> None:
    """Tell the reader at this browser from now on, until they sign out there."""
    async with in_transaction():
        [row] = await connection().execute_query_dict(
            _SUBSCRIBE,
            [reader.id, session_id, wanted.endpoint, wanted.keys.p256dh, wanted.keys.auth, user_agent[:300]],
        )
        await connection().execute_query(_FORGET_OTHERS, [row["id"], reader.id])
        await connection().execute_query(_MAKE_ROOM, [reader.id, MOST_SUBSCRIPTIONS])


async def unsubscribe(subscription: PushSubscription) -> None:
    """Tell one browser no more."""
    await subscription.delete()


def subscriptions_of(reader: Reader) -> QuerySet[PushSubscription]:
    """The reader's own browsers that are told."""
    return PushSubscription.filter(user_id=reader.id)
