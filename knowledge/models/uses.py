"""Where articles have helped."""

from tortoise import fields
from tortoise.models import Model

from discussions.models import Thread
from hub.accounts.models import User
from hub.database import new_uid
from knowledge.models.articles import Article


class ArticleUse(Model):
    """Somebody used an article in a case; who said so first stands for all."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "knowledge.Article", related_name="uses"
    )
    article_id: int
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField(
        "discussions.Thread", related_name="used_articles"
    )
    thread_id: int
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="article_uses", on_delete=fields.RESTRICT
    )
    user_id: int
    used_at = fields.DatetimeField()

    class Meta:
        table = "article_use"
        unique_together = (("article", "thread"),)
        indexes = (("thread_id",),)
