"""What people are told: their inbox and the mail that goes out."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User
from hub.database import new_uid


class Kind(StrEnum):
    """Why somebody is told."""

    MENTION = "mention"
    REPLY = "reply"
    ANSWER_ACCEPTED = "answer_accepted"
    ASSIGNED = "assigned"
    PROMOTED = "promoted"
    NEW_CASE = "new_case"
    NEW_ARTICLE = "new_article"
    TASK = "task"
    DECISION = "decision"
    OUTCOME = "outcome"
    DEFECT = "defect"
    TOPIC = "topic"


class Notification(Model):
    """One line in somebody's inbox. One event tells one person once.

    `reason` tells apart what tasks, decisions and outcomes are about (`notifications.reasons`); others have none.
    `topic` groups lines, such as ``thread:7``; `post_id` and `article_id` say what to open, `defect_id` and
    `opinion_topic_id` name a report and a topic of a product team. Titles are never stored here: they are loaded
    through what the reader may see when the line is shown.

    `mail_id` is the one mail that tells of it, at once or in a digest, even when that mail is not kept any more: what
    has one is told in no other.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="notifications")
    user_id: int
    event_id = fields.BigIntField()
    kind = fields.CharEnumField(Kind, max_length=20)
    # A process of the version before inserts without it.
    reason = fields.CharField(max_length=40, default="", db_default="")
    actor: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="notifications_caused", null=True, on_delete=fields.SET_NULL
    )
    actor_id: int | None
    topic = fields.CharField(max_length=60)
    thread_id = fields.BigIntField(null=True)
    post_id = fields.BigIntField(null=True)
    article_id = fields.BigIntField(null=True)
    defect_id = fields.BigIntField(null=True)
    opinion_topic_id = fields.BigIntField(null=True)
    mail_id = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()
    read_at = fields.DatetimeField(null=True)

    class Meta:
        table = "notification"
        unique_together = (("event_id", "user"),)
        indexes = (("user_id", "created_at"), ("user_id", "topic"))


class MailState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


class Mail(Model):
    """A mail that is owed to one address. It is written when it is sent, from what is then true.

    `template` names its text, `context` holds ids only. `message_id` is stable, so a mail that goes out twice
    after a crash is one message to the reader.
    """

    id = fields.BigIntField(primary_key=True)
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="mails", null=True
    )
    user_id: int | None
    address = fields.CharField(max_length=254)
    template = fields.CharField(max_length=40)
    context: dict[str, Any] = fields.JSONField()
    message_id = fields.CharField(max_length=200, unique=True)
    state = fields.CharEnumField(MailState, default=MailState.QUEUED, max_length=10)
    failures = fields.IntField(default=0)
    run_at = fields.DatetimeField(auto_now_add=True)
    lease_until = fields.DatetimeField(null=True)
    last_error = fields.TextField(default="")
    created_at = fields.DatetimeField(auto_now_add=True)
    sent_at = fields.DatetimeField(null=True)

    class Meta:
        table = "mail"
        indexes = (("state", "run_at"),)


class Timing(StrEnum):
    """When mail of one kind is sent."""

    INSTANT = "instant"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


class MailChoice(Model):
    """When somebody wants mail of one kind. Without a row the kind's own timing holds."""

    id = fields.BigIntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="mail_choices")
    user_id: int
    kind = fields.CharEnumField(Kind, max_length=20)
    # A process of the version before, to which every row meant that, may still insert without it.
    timing = fields.CharEnumField(Timing, max_length=10, db_default=Timing.OFF)

    class Meta:
        table = "mail_choice"
        unique_together = (("user", "kind"),)


class MailHours(Model):
    """When somebody's mail may come, by the clock of their own time zone. Without a row the defaults hold.

    `quiet_from` and `quiet_to` are minutes after midnight, both or neither; the hours may span midnight.
    `digest_weekday` is 1 for Monday to 7 for Sunday.
    """

    id = fields.BigIntField(primary_key=True)
    user: fields.OneToOneRelation[User] = fields.OneToOneField("hub.User", related_name="mail_hours")
    user_id: int
    quiet_from = fields.SmallIntField(null=True)
    quiet_to = fields.SmallIntField(null=True)
    digest_hour = fields.SmallIntField(default=8)
    digest_weekday = fields.SmallIntField(default=1)

    class Meta:
        table = "mail_hours"


class AddressTrouble(Model):
    """What came back from one address. With `stopped_at` it gets no mail until it is confirmed.

    `soft` counts passing failures, such as a full mailbox, up to `last_at`.
    """

    id = fields.BigIntField(primary_key=True)
    address = fields.CharField(max_length=254, unique=True)
    reason = fields.TextField()
    soft = fields.IntField(default=0)
    last_at = fields.DatetimeField()
    stopped_at = fields.DatetimeField(null=True)

    class Meta:
        table = "address_trouble"


class MailFault(Model):
    """Why no mail leaves at all, until one does: something an administrator has to mend."""

    id = fields.BigIntField(primary_key=True)
    fault = fields.CharField(max_length=20, unique=True)
    reason = fields.TextField()
    since = fields.DatetimeField()
    last_at = fields.DatetimeField()

    class Meta:
        table = "mail_fault"
