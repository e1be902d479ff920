"""Comments that hang on a passage of an article."""

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User
from hub.database import new_uid
from knowledge.models.articles import Article


class Annotation(Model):
    """A passage of an article that people talk about.

    `field` and `block` are where it stood, `paragraph` is the text of that block, and `quote` the words that somebody
    selected there, empty when they meant all of it. Where it stands after an edit is looked up by these words.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "knowledge.Article", related_name="annotations"
    )
    article_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="annotations", on_delete=fields.RESTRICT
    )
    author_id: int
    field = fields.CharField(max_length=40)
    block = fields.IntField()
    paragraph = fields.TextField()
    quote = fields.CharField(max_length=500, default="")
    created_at = fields.DatetimeField()
    resolved_at = fields.DatetimeField(null=True)
    resolved_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="resolved_annotations", null=True, on_delete=fields.SET_NULL
    )
    resolved_by_id: int | None

    class Meta:
        table = "annotation"
        indexes = (("article_id", "resolved_at"),)


class AnnotationComment(Model):
    """What somebody said about a passage. A deleted one leaves a stub without text."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    digest = fields.CharField(max_length=64)
    annotation: fields.ForeignKeyRelation[Annotation] = fields.ForeignKeyField(
        "knowledge.Annotation", related_name="comments"
    )
    annotation_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="annotation_comments", on_delete=fields.RESTRICT
    )
    author_id: int
    body = fields.TextField()
    html = fields.TextField()
    created_at = fields.DatetimeField()
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "annotation_comment"
        indexes = (("annotation_id", "id"),)
