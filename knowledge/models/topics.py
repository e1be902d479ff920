"""Questions of product teams to everybody, and the opinions that came."""

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User
from hub.audiences.models import Audience, Group
from hub.database import new_uid
from hub.vocabulary.models import Term


class Topic(Model):
    """Something a `team` asks opinions about. `audience` reads its title and text.

    Opinions are read by who gave them and by the team; since `opened_at` also by those to whom they were given.
    Nothing more comes in after `closed_at`. `version` counts changes of its words and readers.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    digest = fields.CharField(max_length=64)
    team: fields.ForeignKeyRelation[Group] = fields.ForeignKeyField(
        "hub.Group", related_name="topics", on_delete=fields.RESTRICT
    )
    team_id: int
    product: fields.ForeignKeyNullableRelation[Term] = fields.ForeignKeyField(
        "hub.Term", related_name="topics", null=True, on_delete=fields.RESTRICT
    )
    product_id: int | None
    audience: fields.ForeignKeyRelation[Audience] = fields.ForeignKeyField(
        "hub.Audience", related_name="topics", on_delete=fields.RESTRICT
    )
    audience_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="topics", on_delete=fields.RESTRICT
    )
    author_id: int
    title = fields.CharField(max_length=200)
    body = fields.TextField()
    html = fields.TextField()
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    opened_at = fields.DatetimeField(null=True)
    closed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "topic"
        indexes = (("audience_id", "created_at"), ("team_id", "created_at"))


class Opinion(Model):
    """What somebody thinks of a topic.

    It was given in confidence to the team, or to an `audience` besides, as its author was told: others who may come to
    read the topic later do not read it.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    digest = fields.CharField(max_length=64)
    topic: fields.ForeignKeyRelation[Topic] = fields.ForeignKeyField(
        "knowledge.Topic", related_name="opinions"
    )
    topic_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="opinions", on_delete=fields.RESTRICT
    )
    author_id: int
    audience: fields.ForeignKeyNullableRelation[Audience] = fields.ForeignKeyField(
        "hub.Audience", related_name="opinions", null=True, on_delete=fields.RESTRICT
    )
    audience_id: int | None
    body = fields.TextField()
    html = fields.TextField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "opinion"
        indexes = (("topic_id", "created_at"), ("author_id", "topic_id"))
