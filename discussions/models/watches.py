"""What people choose to hear of, and how far they have read."""

from tortoise import fields
from tortoise.models import Model

from discussions.enums import WatchLevel
from discussions.models.threads import Space, Thread
from hub.accounts.models import User
from hub.vocabulary.models import Term


class Watch(Model):
    """What somebody chose to hear of a thread. Without a row, what they chose for its space and terms counts."""

    id = fields.BigIntField(primary_key=True)
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField(
        "discussions.Thread", related_name="watches"
    )
    thread_id: int
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="watches")
    user_id: int
    level = fields.CharEnumField(WatchLevel, max_length=10)

    class Meta:
        table = "watch"
        unique_together = (("thread", "user"),)
        indexes = (("user_id", "level"),)


class SpaceWatch(Model):
    """What somebody chose to hear of the cases of a space. `normal` is never stored: it is no choice at all."""

    id = fields.BigIntField(primary_key=True)
    space: fields.ForeignKeyRelation[Space] = fields.ForeignKeyField(
        "discussions.Space", related_name="watches"
    )
    space_id: int
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="space_watches")
    user_id: int
    level = fields.CharEnumField(WatchLevel, max_length=10)

    class Meta:
        table = "space_watch"
        unique_together = (("space", "user"),)
        indexes = (("user_id",),)


class TermWatch(Model):
    """What somebody chose to hear of the cases and articles filed under a term; never `normal`, as for spaces."""

    id = fields.BigIntField(primary_key=True)
    term: fields.ForeignKeyRelation[Term] = fields.ForeignKeyField("hub.Term", related_name="watches")
    term_id: int
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="term_watches")
    user_id: int
    level = fields.CharEnumField(WatchLevel, max_length=10)

    class Meta:
        table = "term_watch"
        unique_together = (("term", "user"),)
        indexes = (("user_id",),)


class ReadMark(Model):
    """How far somebody has read: every post up to `last_number`."""

    id = fields.BigIntField(primary_key=True)
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField(
        "discussions.Thread", related_name="read_marks"
    )
    thread_id: int
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="read_marks")
    user_id: int
    last_number = fields.IntField()
    read_at = fields.DatetimeField(auto_now=True)

    class Meta:
        table = "read_mark"
        unique_together = (("thread", "user"),)
        indexes = (("user_id",),)
