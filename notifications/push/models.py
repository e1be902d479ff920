"""Tables of push messages."""

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import Session, User
from hub.database import new_uid
from notifications.models import Notification


class PushSubscription(Model):
    """A browser that asked to be told, as long as somebody is signed in there: it goes with the session.

    `endpoint` is the secret address that its push service gave it; `p256dh` and `auth` are the browser's keys
    (RFC 8291), in base64url. `used_at` is when the service last took a message.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="pushes")
    user_id: int
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField("hub.Session", related_name="pushes")
    session_id: int
    endpoint = fields.CharField(max_length=1000, unique=True)
    p256dh = fields.CharField(max_length=100)
    auth = fields.CharField(max_length=40)
    user_agent = fields.CharField(max_length=300, default="")
    created_at = fields.DatetimeField(auto_now_add=True)
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "push_subscription"
        indexes = (("user_id",), ("session_id",))


class Push(Model):
    """A message that is owed to one browser. It is written when it is sent, from what is then true, and then goes."""

    id = fields.BigIntField(primary_key=True)
    subscription: fields.ForeignKeyRelation[PushSubscription] = fields.ForeignKeyField(
        "notifications.PushSubscription", related_name="owed"
    )
    subscription_id: int
    notification: fields.ForeignKeyRelation[Notification] = fields.ForeignKeyField(
        "notifications.Notification", related_name="pushes"
    )
    notification_id: int
    failures = fields.IntField(default=0)
    run_at = fields.DatetimeField()
    lease_until = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "push"
        unique_together = (("subscription", "notification"),)
        indexes = (("run_at",), ("notification_id",))
